/* Small comforts for browsers that run scripts; every page works without them. */

/* Whoever leaves a form with words in it that were not sent is asked first. */
for (const form of document.querySelectorAll('form[data-keeps]')) {
  let isChanged = false;
  form.addEventListener('input', () => {
    isChanged = true;
  });
  form.addEventListener('submit', () => {
    isChanged = false;
  });
  addEventListener('beforeunload', (event) => {
    if (isChanged) event.preventDefault();
  });
}

/* The menu closes when one looks elsewhere, and on Escape. */
for (const menu of document.querySelectorAll('details.account')) {
  document.addEventListener('click', ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
  menu.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}
