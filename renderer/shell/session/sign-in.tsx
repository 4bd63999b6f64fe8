import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { plainWords } from '#renderer/format/plain-words.ts';
import { api } from '../api/api.ts';
import { reading, useChange } from '../api/reading.ts';
import type { SessionFacts } from './session.ts';

interface SignInProps {
  readonly facts: SessionFacts;
  /** Told once someone is in. */
  readonly onDone?: () => void;
}

type PersonHere = SessionFacts['people'][number];

/** Chooses who works here: people whose key is on this machine, each with the roles that they bring. */
export function SignIn({ facts, onDone }: SignInProps): ReactNode {
  return (
    <main className="mx-auto mt-16 w-full max-w-lg p-6">
      <p className="text-muted">{facts.workspace.name}</p>
      <h1 className="text-xl">Who is working?</h1>
      <p className="mt-1 text-muted">
        {facts.workspace.isSample
          ? 'The sample company. Preparing and approving take two people: switch between them at any time.'
          : 'What you decide is signed with your own key, which stays on this machine.'}
      </p>
      <PersonChoice facts={facts} {...(onDone ? { onDone } : {})} />
    </main>
  );
}

/** The list of people, with the passphrase where a key is sealed. */
export function PersonChoice({ facts, onDone }: SignInProps): ReactNode {
  const queries = useQueryClient();
  const [sealed, setSealed] = useState<PersonHere | null>(null);
  const signIn = useChange(api.session.signIn, {
    onDone: (signedIn) => {
      // Another person sees other rows and may do other things: nothing of the first one's answers stays.
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
      queries.setQueryData(reading(api.session.get, undefined).queryKey, signedIn);
      onDone?.();
    },
  });
  const failure = signIn.error?.failure;
  return (
    <>
      <ul className="mt-4 border-y">
        {facts.people.map((person) => (
          <li key={person.id} className="border-b last:border-b-0">
            <button
              type="button"
              className="ring-inside flex w-full items-baseline gap-3 px-2 py-2 text-left hover:bg-hover"
              aria-current={facts.you?.id === person.id ? 'true' : undefined}
              onClick={() => (person.isSealed ? setSealed(person) : signIn.mutate({ person: person.id }))}
            >
              <span className="flex-1 font-medium">{person.name}</span>
              <span className="text-sm text-muted">{person.roles.map(roleText).join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {sealed && (
        <Passphrase
          name={sealed.name}
          isPending={signIn.isPending}
          onGiven={(passphrase) => signIn.mutate({ person: sealed.id, passphrase })}
        />
      )}
      {failure && (
        <p role="alert" className="mt-3 text-negative">
          {failure.message} {failure.fix}
        </p>
      )}
    </>
  );
}

interface PassphraseProps {
  readonly name: string;
  readonly isPending: boolean;
  readonly onGiven: (passphrase: string) => void;
}

function Passphrase({ name, isPending, onGiven }: PassphraseProps): ReactNode {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get('passphrase');
    if (typeof given === 'string' && given !== '') onGiven(given);
  };
  return (
    <form className="mt-4 flex items-end gap-2" onSubmit={submit}>
      <label className="flex flex-1 flex-col gap-1 text-sm text-muted">
        Passphrase of {name}’s key
        <input
          name="passphrase"
          type="password"
          autoComplete="current-password"
          autoFocus
          className="h-control rounded-md border border-control bg-surface px-2 text-base text-text"
        />
      </label>
      <button
        type="submit"
        disabled={isPending}
        className="h-control rounded-md bg-accent-fill px-3 text-on-accent hover:bg-accent-fill-hover"
      >
        Sign in
      </button>
    </form>
  );
}

export function roleText(role: string): string {
  return plainWords(role);
}
