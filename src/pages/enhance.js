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

/* A packet saves itself after a pause. Words that were not saved keep the page from being left. */
for (const form of document.querySelectorAll('form[data-saves]')) {
  const state = document.querySelector('[data-state]');
  const pauseMs = 4000;
  let timer = null;
  let running = null;
  let isChanged = false;
  let isStopped = false;
  const tell = (words) => {
    state.textContent = words;
  };
  const send = async () => {
    const fields = new FormData(form);
    fields.set('automatic', '1');
    isChanged = false;
    tell('Saving …');
    try {
      const answer = await fetch(form.action, { method: 'POST', headers: { accept: 'application/json' }, body: fields });
      if (answer.ok) {
        const { version } = await answer.json();
        form.elements.namedItem('version').value = version;
        if (!isChanged) tell(`Saved at ${new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`);
        return;
      }
      isChanged = true;
      isStopped = answer.status !== 503 && answer.status !== 422;
      if (answer.status === 409) tell('Saved in another tab meanwhile. Press Save to see both: nothing is lost.');
      else if (answer.status === 401 || answer.status === 403) tell('Your session ended. Press Save and sign in again: nothing is lost.');
      else tell('Not saved yet. Press Save to see why.');
    } catch {
      isChanged = true;
      tell('Not saved: the service does not answer. It is tried again.');
      wait();
    }
  };
  const save = () => {
    running ??= send().finally(() => {
      running = null;
    });
    return running;
  };
  /* Two at once would be taken for two tabs. */
  const wait = () => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => (running === null ? save() : wait()), pauseMs);
  };
  form.addEventListener('input', () => {
    isChanged = true;
    if (!isStopped) tell('Not saved yet');
    wait();
  });
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (running !== null) {
      event.preventDefault();
      running.then(() => form.requestSubmit(event.submitter));
      return;
    }
    isChanged = false;
  });
  addEventListener('beforeunload', (event) => {
    if (isChanged) event.preventDefault();
  });
}

/* Printing is the browser's own; the button only saves looking for it. */
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
