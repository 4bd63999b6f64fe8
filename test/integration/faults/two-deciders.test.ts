import { it } from 'vitest';
import { present } from '#core/base/assert.ts';
import { decidePostings } from '#core/app/router/decide-postings.ts';
import type { Posting } from '#core/storage/repositories/postings.ts';
import { signFor } from '#test/support/sample-world.ts';
import { type FaultWorld, seeds, startFaultWorld, takeTime } from './fault-world.ts';

takeTime();

/** Two people, or one person twice; each pair is one way of getting into each other's way. */
const pairs = [
  ['two approve at once', 'maria', 'approve', 'omar', 'approve'],
  ['one approves, one rejects', 'maria', 'approve', 'omar', 'reject'],
  ['one rejects, one approves', 'omar', 'reject', 'maria', 'approve'],
  ['a double click', 'maria', 'approve', 'maria', 'approve'],
] as const;

const timesPerPair = 125;

it('F-50: of two decisions on one posting the first counts and the second is told so', async () => {
  const world = await startFaultWorld({
    change: (file) => ({ ...file, phases: { ...file.phases, 'invoice-to-erp': 'hold-all' } }),
  });
  try {
    for (const seed of seeds('F-50', 1, 1)) {
      await changeBetween(world, seed);
      await repeatAfterLostReply(world, seed);
      // Signing and deciding cost little; what is decided about is read in at once, and nothing of it is sent.
      world.bill(pairs.length * timesPerPair);
      await world.tiny.core.synchronise({ untilIdle: true });
      const waiting = world.tiny.postings('HELD');
      for (const pair of pairs)
        for (let time = 0; time < timesPerPair; time += 1) decideTwice(world, pair, waiting.pop(), seed);
    }
  } finally {
    await world.close();
  }
});

async function held(world: FaultWorld) {
  world.bill(1);
  await world.tiny.core.synchronise({ untilIdle: true });
  return present(world.tiny.postings('HELD')[0], 'a held posting');
}

function decideTwice(
  world: FaultWorld,
  pair: (typeof pairs)[number],
  waiting: Posting | undefined,
  seed: string,
): void {
  const [what, first, firstWord, second, secondWord] = pair;
  const posting = present(waiting, 'a held posting');
  const { core } = world.tiny;
  // Both have signed what they saw before either of them was heard.
  const one = signFor(world.tiny.world, posting, first, firstWord);
  const two = signFor(world.tiny.world, posting, second, secondWord);
  const winner = decidePostings(core, first, [one]);
  const loser = decidePostings(core, second, [two]);
  check(`${seed}, ${what}`, world, posting.id, 1);
  if (winner.decided.length !== 1) throw new Error(`${what}: ${JSON.stringify(winner.refused)}`);
  const told = loser.refused[0]?.failure.message ?? '';
  if (loser.decided.length !== 0 || !told.includes(first)) {
    throw new Error(`${seed}, ${what}: the loser is not told that ${first} was first, but: ${told}`);
  }
}

/** The posting is put on hold anew with another revision while the approver still looks at the old one. */
async function changeBetween(world: FaultWorld, seed: string): Promise<void> {
  const posting = await held(world);
  const { core } = world.tiny;
  const approval = signFor(world.tiny.world, posting, 'maria', 'approve');
  const first = signFor(world.tiny.world, posting, 'omar', 'approve');
  decidePostings(core, 'omar', [first]);
  core.desk.returnToHold(present(core.desk.postings.get(posting.id), 'it'), 'edited meanwhile');
  const late = decidePostings(core, 'maria', [approval]);
  if (late.decided.length !== 0) throw new Error(`${seed}: an approval of an older revision counted`);
  const again = present(core.desk.postings.get(posting.id), 'it');
  decidePostings(core, 'maria', [signFor(world.tiny.world, again, 'maria', 'approve')]);
}

/** The very same signed decision again: answered as the first time, recorded once. */
async function repeatAfterLostReply(world: FaultWorld, seed: string): Promise<void> {
  const posting = await held(world);
  const signed = signFor(world.tiny.world, posting, 'maria', 'approve');
  for (let time = 0; time < 3; time += 1) {
    const { decided, refused } = decidePostings(world.tiny.core, 'maria', [signed]);
    if (decided.length !== 1)
      throw new Error(`${seed}: repeated decision refused: ${JSON.stringify(refused)}`);
    await world.tiny.core.synchronise({ untilIdle: false });
  }
  check(`${seed}, a repeated decision`, world, posting.id, 1);
}

function check(where: string, world: FaultWorld, postingId: string, wanted: number): void {
  const decisions = world.tiny.core.journal
    .ofAggregate(postingId)
    .filter(({ type, actor }) => /^posting\.(approved|declined)$/.test(type) && !actor.startsWith('tieout:'));
  if (decisions.length !== wanted) throw new Error(`${where}: ${decisions.length} decision events`);
}
