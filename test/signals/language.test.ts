/** Which texts count as English, and what becomes of findings that rest on others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify, classifyPatterns, type ClassifySettings } from '../../src/signals/classify.ts';
import { isEnglish } from '../../src/signals/language.ts';
import { aDossier, anAccount, anInlineComment, aReview, aSnapshot, aTeam, aThread, minute } from '../fixtures/dossier.ts';
import { cpuMsSince } from '../fixtures/cpu-time.ts';

const settings: ClassifySettings = { rfc: { paths: [], labels: [] }, teams: {}, ignore: [], signals: {} };

describe('isEnglish', () => {
  it.each([
    'Could we take the lease in the same statement, so that the database decides who wins?',
    'LGTM',
    'Fix race: double unlock, stale epoch, wrong generation counter',
    '`für`, `und` and `nicht` should be in the list of stop words as well',
    'ACK 3b6b398e7723e501939fac993d6ca5ca72f89975',
    'Über-cache considered harmful',
    '',
    '👍👍👍',
  ])('takes %j for it', (text) => expect(isEnglish(text)).toBe(true));

  it.each([
    'Können wir den Lock nicht schon vor dem Lesen nehmen, damit die Datenbank entscheidet?',
    'Ne serait-il pas plus simple de prendre le verrou dans la même requête ?',
    '¿No sería mejor tomar el bloqueo en la misma consulta para que decida la base de datos?',
    'Não seria mais simples pegar o lock na mesma consulta, para que o banco decida?',
    'Czy nie lepiej byłoby wziąć blokadę w tym samym zapytaniu, żeby baza zdecydowała, bo tak jest prościej?',
    'Давайте возьмём блокировку в том же запросе',
    '同じ文でロックを取得した方が良いと思います。',
    '최대한 같은 쿼리에서 잠금을 얻는 것이 좋겠습니다',
    'אפשר לקחת את הנעילה באותה שאילתה',
  ])('takes %j for another language', (text) => expect(isEnglish(text)).toBe(false));

  it('reads any text without throwing, in little time', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => typeof isEnglish(text) === 'boolean'));
    const start = process.cpuUsage();
    for (const seed of ['`', '@a', 'a'.repeat(70), "l'", '```', 'https://', 'é']) isEnglish(seed.repeat(65_536 / seed.length));
    expect(cpuMsSince(start)).toBeLessThan(1000);
  });
});

describe('findings that rest on words', () => {
  const german =
    'Das ist ein Data Race: wenn der Leser und der Sweep zur gleichen Zeit laufen, ist die Zeile weg und wir verlieren die Buchung ohne Fehler.';
  const english =
    'This is a data race: when the reader and the sweep run at once, the row is gone, and the posting is lost without an error.';

  const dossier = (text: string) =>
    aDossier({
      threads: [
        aThread({
          isOutdated: true,
          comments: [
            anInlineComment({ text }),
            anInlineComment({ id: 'i2', author: anAccount('alice'), at: minute(20), text: 'Fixed, good catch.' }),
          ],
        }),
      ],
    });

  it('say so in other languages', () => {
    const found = (text: string) =>
      classify({ dossier: dossier(text), organisation: null, settings }).findings.filter(({ signal }) => signal === 'risk-caught');
    expect(found(german)).toMatchObject([{ strength: 'candidate', because: expect.stringContaining('not in English') }]);
    expect(found(english)).toMatchObject([{ because: expect.not.stringContaining('not in English') }]);
  });

  it('are candidates at most, a review outside the home among them', () => {
    const teams = [aTeam('ledger', ['alice'], ['billing']), aTeam('web', ['bob'], ['web'])];
    const organisation = [aSnapshot({ teams })] as const;
    const found = (text: string) => {
      const reviewed = aDossier({ reviews: [aReview({ text, state: 'changes-requested' })] });
      const { participations } = classify({ dossier: reviewed, organisation, settings });
      const span = { from: minute(0), to: minute(60) };
      return classifyPatterns({ person: anAccount('bob'), participations, organisation, settings, titles: new Map(), span });
    };
    expect(found(english)).toMatchObject([{ signal: 'cross-repo-review', strength: 'confirmed' }]);
    expect(found(german)).toMatchObject([
      { signal: 'cross-repo-review', strength: 'candidate', because: expect.stringContaining('not in English') },
    ]);
  });
});
