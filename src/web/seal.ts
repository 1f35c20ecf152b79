/** Seals and keys, all derived from `SESSION_SECRET`. */
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Seal } from '../usecases/signing-in/ports.ts';

const nonceBytes = 12;
const tagBytes = 16;

/** A key for one purpose. https://www.rfc-editor.org/rfc/rfc5869 */
function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `staff-signals ${purpose}`, 32));
}

/** AES-256-GCM with a nonce of its own for each text; the context is authenticated with it. */
export function createSeal(secret: string): Seal {
  const key = keyFor(secret, 'seal');
  return {
    close: (text, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
      const closed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), closed]).toString('base64url');
    },
    open: (sealed, context) => {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < nonceBytes + tagBytes) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(context));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

/** The token that the forms of a session carry. */
export function csrfOf(secret: string, sessionId: string): string {
  return createHmac('sha256', keyFor(secret, 'forms')).update(sessionId).digest('base64url');
}

/** Compares without telling by the time it takes how much was right. */
export function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
