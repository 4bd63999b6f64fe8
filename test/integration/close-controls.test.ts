import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answeredError } from '#core/host/answered-error.ts';
import { clearForClose, clientOf, playPostings, reviewByPeople } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

const place = { legalEntity: 'NW-UK', period: '2026-09' } as const;
const reason = 'a reason that is long enough';
let world: SampleWorld;

const as = (person: string) => clientOf(world, person);
const standing = (legalEntity: string = place.legalEntity) =>
  as('audrey').close.get.query({ ...place, legalEntity });

async function refusalOf(call: Promise<unknown>) {
  return call.then(
    () => null,
    (cause: unknown) => answeredError(cause),
  );
}

const move = (person: string, to: 'soft-close' | 'close', legalEntity: string) =>
  refusalOf(as(person).policy.movePeriod.mutate({ move: to, legalEntity, period: place.period, reason }));

beforeAll(async () => {
  world = await startSampleWorld();
  await playPostings(world);
}, 180_000);

afterAll(async () => {
  await world?.close();
});

describe('the controls around closing a period', () => {
  it('takes a sign-off in force, whatever door the period is closed through', async () => {
    expect(await move('maria', 'soft-close', 'NW-DE')).toBeNull();
    expect(await move('maria', 'close', 'NW-DE')).toMatchObject({
      code: 'SIGN_OFF_STATE_WRONG',
      message: 'The sign-off of NW-DE 2026-09 is missing.',
      fix: 'Have two people sign the period off, then close it.',
    });
    expect((await standing('NW-DE')).periodState).toBe('soft-close');
    expect(await move('ben', 'close', 'NW-DE')).toMatchObject({ code: 'ROLE_MISSING' });
  });

  it('takes the sign-off of every entity to close the period of them all', async () => {
    const refused = await move('maria', 'close', '');
    expect(refused?.code).toBe('SIGN_OFF_STATE_WRONG');
    for (const entity of ['NW-DE', 'NW-UK', 'NW-US']) expect(refused?.message).toContain(entity);
  });

  it('knows the legal entities there are', async () => {
    for (const to of ['soft-close', 'close'] as const) {
      const refused = await move('maria', to, 'NW-XX');
      expect(refused).toMatchObject({
        code: 'LEGAL_ENTITY_UNKNOWN',
        message: 'There is no legal entity NW-XX.',
      });
      expect(refused?.fix).toContain('NW-UK');
    }
  });

  it('has both signatures under the same evidence: what moves between them is prepared anew', async () => {
    await clearForClose(world, place.legalEntity, place.period);
    await reviewByPeople(world, place);
    const first = await standing();
    await as('rita').close.prepareSignOff.mutate({ ...place, evidenceHash: first.evidenceHash });
    const widened = [{ scope: '*', legalEntity: '*', currency: '*', maxMinor: '99999999' }];
    await as('maria').policy.change.mutate({ name: 'closeThresholds', value: widened, reason });
    const second = await standing();
    expect(second.evidenceHash).not.toBe(first.evidenceHash);
    expect(second.signOff).toMatchObject({ state: 'suspended', preparedBy: 'rita' });
    expect(second.signOff?.cause).toContain('threshold');
    const { evidenceHash } = second;
    const early = await refusalOf(as('maria').close.signOff.mutate({ ...place, evidenceHash }));
    expect(early?.code).toBe('SIGN_OFF_STATE_WRONG');
    await as('rita').close.prepareSignOff.mutate({ ...place, evidenceHash });
    await as('maria').close.signOff.mutate({ ...place, evidenceHash });
    expect(await move('maria', 'close', place.legalEntity)).toBeNull();
    expect(await standing()).toMatchObject({ periodState: 'closed', signOff: { state: 'signed' } });
  });
});
