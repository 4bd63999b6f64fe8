import { createContext, useCallback, useContext } from 'react';
import type * as z from 'zod';
import { present } from '#core/base/assert.ts';
import type { sessionOutput } from '#core/contract/session.ts';

export type SessionFacts = z.output<typeof sessionOutput>;

export interface Session extends SessionFacts {
  readonly you: NonNullable<SessionFacts['you']>;
  /** Whether a role of the person allows an action at all. */
  readonly allows: (action: string) => boolean;
  /** Why the person may not, in words for a tooltip; undefined when a role allows it. */
  readonly refusalOf: (action: string) => string | undefined;
}

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in, where, and what they may do. */
export function useSession(): Session {
  return present(useContext(SessionContext), 'useSession needs a person signed in');
}

/** The name of a person by their id; the id where nobody here goes by it. */
export function usePersonName(): (personId: string) => string {
  const { people, you } = useSession();
  return useCallback(
    (personId) => [you, ...people].find(({ id }) => id === personId)?.name ?? personId,
    [people, you],
  );
}

export function sessionOf(facts: SessionFacts, you: NonNullable<SessionFacts['you']>): Session {
  const allowed = new Set(you.allowed);
  return {
    ...facts,
    you,
    allows: (action) => allowed.has(action),
    refusalOf: (action) => {
      if (allowed.has(action)) return undefined;
      const roles = facts.rules[action] ?? [];
      return `Takes the role ${roles.map((role) => role.replaceAll('-', ' ')).join(' or ')}`;
    },
  };
}
