import type { Keystore } from '#core/app/router/sign-decisions.ts';
import { err, ok } from '#core/base/result.ts';
import type { SampleWorld } from '#test/support/sample-world.ts';

/** The keys of a world's people, as if they lay on this machine. */
export function worldKeystore({ keys }: Pick<SampleWorld, 'keys'>): Keystore {
  return {
    save: () => ok(undefined),
    privateKeyOf: (person) => {
      const key = keys.get(person)?.privateKeyPem;
      return key === undefined ? err({ code: 'KEY_MISSING', message: `no key of ${person}` }) : ok(key);
    },
  };
}
