/** Secrets of many kinds are taken out of texts whole, and what only looks like one stays. All of them are invented, and made up from parts. */
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/signals/classify.ts';
import { withheld, withholdSecrets, withholdSecretsOf } from '../../src/usecases/withhold-secrets.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';
import { aComment, aDossier, anAccount, anInlineComment, aReview, aThread, minute } from '../fixtures/dossier.ts';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** Text that looks random and is always the same. */
function noise(length: number, alphabet = letters): string {
  return Array.from({ length }, (_, index) => alphabet[(index * 7919 + index * index * 31 + 13) % alphabet.length]).join('');
}

const hex = (length: number): string => noise(length, '0123456789abcdef');
const upper = (length: number): string => noise(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');

function pem(kind: string, eol = '\n'): string {
  const lines = [noise(64), noise(64), noise(64), `${noise(10)}==`];
  return [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`].join(eol);
}

/** By name, the secret and the text in which somebody pasted it; most often the two are one. */
const secrets: Readonly<Record<string, string | readonly [secret: string, text: string]>> = {
  ...Object.fromEntries(['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((prefix) => [`GitHub ${prefix}`, `${prefix}_${noise(36)}`])),
  'GitHub fine-grained': `github_pat_${noise(22)}_${noise(59)}`,
  'GitHub stateless': `ghs_${noise(40)}.${noise(120)}.${noise(43)}`,
  'AWS access key': `AKIA${upper(16)}`,
  'AWS session key': `ASIA${upper(16)}`,
  'AWS secret key': [noise(40), `AWS_SECRET_ACCESS_KEY=${noise(40)}`],
  'AWS secret key in quotes': [noise(40), `aws_secret_access_key = "${noise(40)}"`],
  'Slack bot': `xoxb-123456789012-1234567890123-${noise(24)}`,
  'Slack user': `xoxp-123456789012-123456789012-123456789012-${hex(32)}`,
  'Slack app': `xapp-1-A0123456789-1234567890123-${hex(64)}`,
  'Slack webhook': `https://hooks.slack.com/services/T01234567/B01234567/${noise(24)}`,
  'RSA key': pem('RSA PRIVATE KEY'),
  'OpenSSH key': pem('OPENSSH PRIVATE KEY'),
  'PKCS 8 key': pem('PRIVATE KEY'),
  'key in a quotation': [noise(64), pem('PRIVATE KEY', '\n> ')],
  'key in JSON': [noise(64), `{"private_key": "${pem('PRIVATE KEY', '\\n')}\\n"}`],
  'key with headers': [
    noise(64),
    pem('RSA PRIVATE KEY').replace('KEY-----\n', 'KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123\n\n'),
  ],
  'key without an end': [noise(64), `-----BEGIN EC PRIVATE KEY-----\n${noise(64)}\n${noise(64)}`],
  'PGP key': pem('PGP PRIVATE KEY BLOCK'),
  'JSON web token': `eyJ${noise(30)}.eyJ${noise(60)}.${noise(43)}`,
  npm: `npm_${noise(36)}`,
  'npm, older': [hex(36), `//registry.npmjs.org/:_authToken=${hex(36)}`],
  'Google key': `AIza${noise(35)}`,
  'Google client secret': `GOCSPX-${noise(28)}`,
  'Google access': `ya29.${noise(80)}`,
  'Stripe live': `sk_live_${noise(24)}`,
  'Stripe restricted': `rk_test_${noise(24)}`,
  'Stripe webhook': `whsec_${noise(32)}`,
  'basic authentication in an address': ['hunter2secret', 'https://deploy:hunter2secret@example.com/path'],
  'password with @ and without a user': ['p@ss4word', 'redis://:p@ss4word@cache.example:6379'],
  PostgreSQL: ['s3cretpass', 'postgres://app:s3cretpass@db.internal:5432/prod'],
  MongoDB: ['s3cretpass', 'mongodb+srv://app:s3cretpass@cluster0.example.net/x'],
  'ADO.NET': ['S3cretPass!', 'Server=tcp:db;Database=x;User Id=sa;Password=S3cretPass!;Encrypt=true'],
  'Azure storage': [noise(86), `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${noise(86)}==;EndpointSuffix=example.net`],
  'Authorization header': [noise(40), `curl -H 'Authorization: Bearer ${noise(40)}' https://example.com`],
  'variable of a shell': ['correct7horse', 'export DB_PASSWORD=correct7horse'],
  'YAML value': [hex(32), `api_key: ${hex(32)}`],
  OpenAI: `sk-proj-${noise(48)}`,
  Anthropic: `sk-ant-api03-${noise(93)}`,
  'Hugging Face': `hf_${noise(34)}`,
  SendGrid: `SG.${noise(22)}.${noise(43)}`,
  Twilio: `SK${hex(32)}`,
  GitLab: `glpat-${noise(20)}`,
  Docker: `dckr_pat_${noise(27)}`,
  PyPI: `pypi-${noise(100)}`,
  Vault: `hvs.${noise(90)}`,
  Shopify: `shpat_${hex(32)}`,
  Discord: `M${noise(23)}.${noise(6)}.${noise(27)}`,
};

const innocent: readonly string[] = [
  hex(40),
  `fixed in ${hex(7)}, reverted by ${hex(64)}`,
  '550e8400-e29b-41d4-a716-446655440000',
  `"integrity": "sha512-${noise(86)}=="`,
  'https://github.com/acme/billing/pull/112#pullrequestreview-9001',
  'https://example.com:8443/a?b=c@d',
  'ssh://git@example.com:22/acme/billing.git',
  'The token bucket: refill 100 tokens a second, and the password field stays empty.',
  'const token = readToken(request); secret = secrets.next2(); if (password == undefined) return;',
  'Files that begin with -----BEGIN PRIVATE KEY----- are refused; see the parser.',
  'Use `ghp_` tokens or `AKIA` ids? Neither: sk_live_ is for Stripe.',
  'api_key: see the handbook, page 12',
];

describe('withholdSecrets', () => {
  it.each(Object.entries(secrets))('takes out: %s', async (_, given) => {
    const [secret, text] = typeof given === 'string' ? [given, given] : given;
    const clean = await withholdSecrets(`I tried it with ${text} and it failed, the plan stands.`);
    expect(clean).toContain(withheld);
    expect(clean).toMatch(/^I tried it with .* and it failed, the plan stands\.$/s);
    for (let from = 0; from + 12 <= secret.length; from += 4) expect(clean).not.toContain(secret.slice(from, from + 12));
  });

  it.each(innocent)('leaves alone: %s', async (text) => {
    expect(await withholdSecrets(text)).toBe(text);
  });

  it('takes out several, and keeps what is between them', async () => {
    const [one, other] = [`ghp_${noise(36)}`, `npm_${noise(36)}`];
    expect(await withholdSecrets(`${one} or ${other}, secretlint-disable\n${one}`)).toBe(
      `${withheld} or ${withheld}, secretlint-disable\n${withheld}`,
    );
  });

  it('is linear in hostile texts', async () => {
    const seeds = [
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----\nA: b\n',
      `-----BEGIN PRIVATE KEY-----\n${noise(64)}\n`,
      `${noise(20)} `,
      'a://b:',
      'a:',
      '@',
      'eyJ',
      'eyJabcdefgh.',
      'xoxb-',
      'sk-',
      'password=',
      'password: ',
      'token "',
      'authorization: bearer ',
      '1//0',
      'M',
      'AKIA',
      'aws_secret_access_key=',
      'postgres://',
      'https://hooks.slack.com/',
      '_',
      '.',
      '=',
      ' ',
      '\n',
    ];
    for (const seed of seeds) {
      const start = process.cpuUsage();
      await withholdSecrets(seed.repeat(65_536 / seed.length));
      expect(cpuMsSince(start), JSON.stringify(seed)).toBeLessThan(500);
    }
  });
});

describe('withholdSecretsOf', () => {
  const token = `ghp_${noise(36)}`;

  it('returns the very same dossier when it holds none', async () => {
    const dossier = aDossier({ body: 'One lease for all workers.', comments: [aComment({ text: 'Why not two?' })] });
    expect(await withholdSecretsOf(dossier)).toBe(dossier);
  });

  it('cleans every text that people wrote', async () => {
    const said = `It answers with ${token} here.`;
    const event = { at: minute(5), actor: anAccount('bob') };
    const source = {
      repository: { id: 9, fullName: 'acme/ledger' },
      number: 9,
      title: said,
      author: null,
      isMerged: true,
      willClose: false,
    };
    const dossier = aDossier({
      title: said,
      body: said,
      documents: [{ path: 'docs/rfcs/0001.md', text: said }],
      commits: [{ sha: hex(40), message: said, authoredAt: minute(1), committedAt: minute(1), authors: [] }],
      comments: [aComment({ text: said })],
      reviews: [aReview({ text: said })],
      threads: [aThread({ comments: [anInlineComment({ text: said })] })],
      timeline: [
        { ...event, kind: 'renamed', from: said, to: said },
        { ...event, kind: 'cross-referenced', source: { ...source, kind: 'pull' } },
      ],
      closes: [
        {
          number: 7,
          url: 'https://github.com/acme/billing/issues/7',
          title: said,
          author: null,
          createdAt: minute(0),
          labels: [],
          words: 9,
        },
      ],
    });
    const clean = JSON.stringify(await withholdSecretsOf(dossier));
    expect(JSON.stringify(dossier).split(token)).toHaveLength(12);
    expect(clean).not.toContain(token);
    expect(clean.split(`It answers with ${withheld} here.`)).toHaveLength(12);
    expect(clean).toContain(hex(40));
  });

  it('leaves no half of a secret where a quotation is cut', async () => {
    const padding = 'I would keep one lease for all workers rather than one for each of them, since two leases can both be held '.repeat(2);
    for (let shift = 0; shift < 48; shift += 8) {
      const text = `${padding}${'x'.repeat(shift)} as ${token} shows; could the service hold it instead?`;
      const dossier = aDossier({
        comments: [
          aComment({ text, at: minute(10) }),
          aComment({
            author: anAccount('alice'),
            at: minute(30),
            text: '@bob good point, your idea is better; I redid this with one lease.',
          }),
        ],
      });
      const settings = { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} };
      const { findings } = classify({ dossier: await withholdSecretsOf(dossier), organisation: null, settings });
      const quotes = findings.map(({ quote }) => quote ?? '');
      expect(quotes.some((quote) => quote.startsWith('I would keep one lease'))).toBe(true);
      expect(quotes.join('\n')).not.toMatch(/ghp_/);
    }
  });
});
