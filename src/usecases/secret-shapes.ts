/** What secrets look like that the scanner's rules leave out, or find only in whole files and not in what people paste into comments. */

export type SecretShape = {
  readonly name: string;
  /** Global; matches the secret whole, and takes time linear in the text. */
  readonly pattern: RegExp;
};

/**
 * Prefixes that their issuers publish so that scanners find them. Any length from a few characters on: half a token that somebody cut is no
 * longer of use to anybody, but a whole one of a new length would be.
 */
const prefixes: Readonly<Record<string, string>> = {
  // https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
  'GitHub token': 'gh[pousr]_[\\w.-]{16,400}|github_pat_\\w{16,255}',
  // https://api.slack.com/concepts/token-types
  'Slack token': 'xox[a-z](?:\\.xox[a-z])?-[\\w-]{8,255}|xapp-[\\w-]{8,255}',
  // https://cloud.google.com/docs/authentication/api-keys
  'Google key': 'AIza[\\w-]{30,60}|GOCSPX-[\\w-]{16,60}|ya29\\.[\\w-]{16,500}|1//0[\\w-]{30,200}',
  // https://docs.stripe.com/keys
  'Stripe key': '(?:[sr]k|pk)_(?:live|test)_[A-Za-z0-9]{8,255}|whsec_[A-Za-z0-9+/=]{16,255}',
  // https://docs.npmjs.com/about-access-tokens
  'npm token': 'npm_[A-Za-z0-9]{16,100}',
  'PyPI token': 'pypi-[\\w-]{50,500}',
  'RubyGems key': 'rubygems_[0-9a-f]{16,100}',
  'GitLab token': 'gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[\\w.-]{16,255}',
  'OpenAI or Anthropic key': 'sk-(?:proj-|svcacct-|admin-|ant-)?[A-Za-z0-9][\\w-]{19,255}',
  'Hugging Face token': 'hf_[A-Za-z0-9]{20,100}',
  'DigitalOcean token': 'do[opr]_v1_[0-9a-f]{16,128}',
  'Docker token': 'dckr_(?:pat|oat)_[\\w-]{16,100}',
  'Vault token': 'hv[sbr]\\.[\\w-]{20,300}',
  'Square or Twilio or Telegram credential': 'sq0(?:atp|csp)-[\\w-]{16,60}|SK[0-9a-f]{32}|\\d{8,10}:AA[\\w-]{30,40}',
  'Discord token': '[MNO][\\w-]{23,28}\\.[\\w-]{6,7}\\.[\\w-]{27,60}',
  'age key': 'AGE-SECRET-KEY-1[0-9A-Z]{20,80}',
  // RFC 7519: three parts in base64url, of which the first two begin with `{"`.
  'JSON web token': 'eyJ[\\w-]{8,2000}\\.eyJ[\\w-]{8,8000}(?:\\.[\\w-]{0,2000})?',
};

const shapesOfPrefixes = Object.entries(prefixes).map(([name, source]) => ({
  name,
  pattern: new RegExp(`(?<![A-Za-z0-9])(?:${source})`, 'g'),
}));

/** The head of a private key, headers such as `DEK-Info:`, lines of base64 (quoted ones too), and the foot where there is one. RFC 7468. */
const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?:[\s>"',]|\\[nr]){0,20}[A-Za-z-]{2,30}: [^\n]{1,200}\n){0,5}(?:(?:[\s>"',]|\\[nr]){1,20}[A-Za-z0-9+/=]{16,})+(?:(?:(?:[\s>"',]|\\[nr]){1,20}[A-Za-z0-9+/=]{1,15})?(?:[\s>"',]|\\[nr]){0,20}-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g;

/** A name and a password in any address; RFC 3986, section 3.2.1. The password may hold an unescaped `@`. */
const addressWithPassword = /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s/:@"'`<>]{0,100}:[^\s/"'`<>]{1,200}@(?=[\w[])/g;

/** RFC 9110, section 11.6.2. */
const authorizationHeader = /(?<=\bauthorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|token)\s{1,3})[\w.~+/=-]{8,2000}/gi;

const secretName = '(?:passwo?r?d|passphrase|secret|credential|(?:api|access|account|private|shared|auth)[_-]?(?:key|token)|token|_auth)';
/** Of a value only what has a digit and a letter, so that names of variables and words stay. */
const secretValue = '(?=[^\\s"\'`]{0,60}\\d)(?=[^\\s"\'`]{0,60}[A-Za-z])';

/** `PASSWORD=…`, `"api_key": "…"`, `_authToken=…`, and `Password=…;` in connection strings: written close, or between quotation marks. */
const assignment = new RegExp(`(?<=${secretName}["']?(?:=|\\s{0,3}[:=]{1,2}\\s{0,3}["'\`]))${secretValue}[^\\s"'\`;,()<>]{8,2000}`, 'gi');

/** `api_key: …` as YAML has it; a word of prose is seldom so long and holds no digit. */
const listed = new RegExp(`(?<=${secretName}["']?:\\s{1,3})${secretValue}[A-Za-z0-9+/=-]{16,2000}`, 'gi');

/** All shapes. Commit ids, checksums and UUIDs have none of them. */
export const secretShapes: readonly SecretShape[] = [
  ...shapesOfPrefixes,
  { name: 'private key', pattern: privateKey },
  { name: 'password in an address', pattern: addressWithPassword },
  { name: 'Authorization header', pattern: authorizationHeader },
  { name: 'assigned secret', pattern: assignment },
  { name: 'listed secret', pattern: listed },
];
