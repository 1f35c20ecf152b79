/** Paths that are RFCs and paths that only look so. */
import { describe, expect, it } from 'vitest';
import { isRfcPath } from '../../src/signals/rfc-path.ts';

const rfcs = `
  text/0000-one-cache.md
  text/XXXX-one-cache.md
  text/trace/0002-one-cache.md
  active-rfcs/0001-one-cache.md
  accepted/0000-one-cache.md
  accepted/one-cache.md
  rfc-012-one-cache.md
  adr-003-one-cache.md
  rfcs/2020-04-15-2341-one-cache.md
  rfcs/0042-template-strings.md
  rfcs/s3/one-cache.md
  rfcs/2024/one-cache.md
  rfcs/0005-one-cache/proposal.md
  rfd/0001/README.adoc
  docs/RFCS/20151207_one_cache.md
  docs/rfc/rfc-001-one-cache.rst
  docs/adr/use-one-cache.md
  docs/adr/0000-use-decision-records.md
  docs/adr/0010-index-format.adoc
  docs/adr/001. One cache.md
  docs/architecture/adr-038-one-cache.md
  docs/architecture/decisions/0002-one-cache.md
  architecture/decisions/one-cache.md
  docs/09_architecture_decisions/adr-001.md
  docs/decisions/0005-one-cache.md
  docs/design/2018-07-19-one-cache.md
  design/12416-one-cache.md
  design-docs/one-cache.md
  contributors/design-proposals/network/one-cache.md
  packages/web/docs/adr/0001-one-cache.md
  proposals/0001-one-cache.md
  enhancements/network/one-cache.md
  keps/sig-net/1234-one-cache/README.md
  keps/sig-net/1234-one-cache/kep.yaml
  keps/sig-net/0007-one-cache.md
  peps/pep-0900.rst
  EIPS/eip-1559.md
  doc/neps/nep-0018-one-cache.rst
  teps/0001-one-cache.md
  bip-0352.mediawiki
  CIP-0001/README.md
`;

const others = `
  text/0000-template.md
  text/notes.txt
  text/3392-one-cache/motivation.md
  rfc-115/load.png
  rfc-128/compatibility.md
  docs/adr/README.md
  docs/adr/_index.md
  docs/adr/adr-template-bare-minimal.md
  docs/adr/templates/short.md
  docs/adr/0000-adr-template.md
  docs/adr/zh/0001-one-cache.md
  docs/adr/0001-one-cache.ja.md
  docs/adr/assets/notes.md
  docs/adr/config.json
  docs/rfcs/NNNN.md
  docs/rfcs/YYYY-MM-DD-template.md
  docs/architecture/PROCESS.md
  docs/architecture/adr-038-annex.md
  docs/architecture/01-introduction.md
  docs/design/colours.md
  docs/decisions/decision-log.md
  docs/rfc7231.md
  docs/rfc/rfc2616.txt
  rfc2616.txt
  src/rfc822.ts
  test/rfc822.test.ts
  src/text/format.md
  src/proposals/list.md
  app/models/proposal.rb
  steps/01-install/README.md
  assets/eip-1559/notes.md
  keps/OWNERS
  keps/NNNN-kep-template/README.md
  peps/contents.rst
  pep-0001/notes.md
  .github/ISSUE_TEMPLATE/rfc.md
  node_modules/cache/docs/adr/0001-one-cache.md
  test/fixtures/docs/adr/0001-one-cache.md
  README.md
`;

function lines(text: string): readonly string[] {
  return text.trim().split(/\n\s*/);
}

describe('isRfcPath', () => {
  it.each(lines(rfcs))('takes %s', (path) => expect(isRfcPath(path)).toBe(true));
  it.each(lines(others))('leaves %s', (path) => expect(isRfcPath(path)).toBe(false));

  it('adds the places that settings name, without their templates and indexes', () => {
    expect(isRfcPath('notes/plans/cache.md', ['notes/plans/*.md'])).toBe(true);
    expect(isRfcPath('notes/plans/README.md', ['notes/plans/*.md'])).toBe(false);
    expect(isRfcPath('notes/cache/README.md', ['notes/*/README.md'])).toBe(true);
    expect(isRfcPath('notes/cache.md', ['notes/plans/*.md'])).toBe(false);
  });

  it('reads the longest path that git can hold at once', () => {
    expect(isRfcPath(`docs/adr/${'a-template-'.repeat(360)}.md`)).toBe(false);
    expect(isRfcPath(`${'rfcs/'.repeat(190)}0001-x.md`)).toBe(true);
  });
});
