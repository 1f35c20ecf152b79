/** People as GitHub knows them. The user id is the identity; logins can change. */

/** A person named: the id decides, the login is what it was when last seen. */
export type PersonRef = { readonly id: number; readonly login: string };

/** An account as an author or actor. `kind` is GitHub's own type; whether an automation hides behind a `user` is decided by `signals/nobody.ts`. */
export type Account = PersonRef & { readonly kind: 'user' | 'bot' | 'organization' | 'mannequin' };
