// UX goal 11: 100 random reversible actions followed by undo-all restore the same state; every undo is in the journal.
import { createHash } from 'node:crypto';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppRouter } from '#core/app/router/app-router.ts';
import { apiPath, createApi } from '#core/app/router/create-api.ts';
import { canonicalJson, type CanonicalValue } from '#core/base/canonical-json.ts';
import { toInstant } from '#core/base/clock.ts';
import { type Random, seededRandom } from '#core/base/random.ts';
import type { WireException } from '#core/contract/exceptions.ts';
import type { WirePosting } from '#core/contract/postings.ts';
import { PersonSession } from '#core/host/person-session.ts';
import { startTinyWorld, type TinyWorld } from '#test/support/tiny-world.ts';
import { worldKeystore } from '#test/browser/support/world-keystore.ts';

const actions = 100;
const graceSeconds = 600;
const people = ['maria', 'ben', 'omar'] as const;
/** Who may look after exceptions, and who may end one. */
const triaging: readonly string[] = ['maria', 'ben'];
const dismissing = 'maria';
type Person = (typeof people)[number];
type Client = ReturnType<typeof createTRPCClient<AppRouter>>;

let tiny: TinyWorld;
let clients: Readonly<Record<Person, Client>>;

beforeAll(async () => {
  tiny = await startTinyWorld({
    change: (file) => ({ ...file, policy: { ...file.policy, approvalGraceSeconds: graceSeconds } }),
  });
  for (let at = 0; at < 24; at += 1) tiny.issueInvoice(tiny.addCustomer(), { netMinor: 1_500_000 + at });
  for (let at = 0; at < 10; at += 1)
    tiny.issueInvoice(tiny.addCustomer(), { product: 'NW-TRAIN', netMinor: 200_000 + at });
  await tiny.sync();
  clients = { maria: await signedIn('maria'), ben: await signedIn('ben'), omar: await signedIn('omar') };
}, 60_000);

afterAll(() => tiny?.close());

/** The API as a window of the cockpit reaches it: with a session that holds the person's key. */
async function signedIn(person: Person): Promise<Client> {
  const session = new PersonSession({
    host: 'headless',
    version: 'test',
    keystore: worldKeystore(tiny.world),
    clock: tiny.core.clock,
    endsAtMs: null,
    idleMs: 3_600_000,
    removeSample: null,
    onClose: () => {},
  });
  expect((await session.signIn(person, null)).ok).toBe(true);
  const api = createApi(tiny.core);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `http://tieout.invalid${apiPath}`,
        // The link gives a text; its declared type is one that only browsers know.
        fetch: (url: unknown, init) => api(new Request(String(url), init as RequestInit), session),
      }),
    ],
  });
}

const everyException = async (): Promise<WireException[]> => {
  const lists = await Promise.all(
    (['unresolved', 'resolved', 'dismissed'] as const).map((state) =>
      clients.maria.exceptions.list.query({ state, sort: { by: 'risk', isDescending: true } }),
    ),
  );
  return lists.flatMap(({ exceptions }) => exceptions);
};
const everyPosting = async (): Promise<WirePosting[]> =>
  (
    await clients.maria.postings.list.query({
      queue: 'all',
      sort: { by: 'document', isDescending: false },
    })
  ).postings;

/**
 * All that people are shown of exceptions and postings, with the counts of every queue. Version and revision are left out: they
 * count what happened, undoing included, and never go back.
 */
async function shownState(): Promise<CanonicalValue> {
  const exceptions = (await everyException()).map((one) => ({ ...one, version: null }));
  const postings = (await everyPosting()).map((one) => ({ ...one, revision: null }));
  const counts = await Promise.all(
    people.map(async (person) => [
      (await clients[person].exceptions.counts.query({})).queues,
      (await clients[person].postings.counts.query({})).queues,
    ]),
  );
  return JSON.parse(JSON.stringify({ exceptions, postings, counts })) as CanonicalValue;
}

function hashOf(state: CanonicalValue): string {
  return createHash('sha256').update(canonicalJson(state)).digest('hex');
}

/** What a person did and can take back. */
interface Done {
  readonly by: Person;
  /** The type of the event that takes each of it back. */
  readonly undoneBy: string;
  readonly ids: readonly string[];
  readonly undo: () => Promise<{ readonly undone: readonly string[]; readonly why: string | undefined }>;
}

interface Changed {
  readonly changed: readonly { readonly id: string; readonly seq: number }[];
  readonly refused: readonly { readonly failure: { readonly message: string } }[];
}

const kinds = ['assign', 'assign', 'snooze', 'note', 'dismiss', 'approve', 'reject', 'undo'] as const;

/** Three people at work, by chance. */
class Work {
  readonly #random: Random;
  readonly done: Done[] = [];
  acted = 0;

  constructor(seed: string) {
    this.#random = seededRandom(seed);
  }

  /** One thing that a person does, or nothing where there is nothing of its kind to do. */
  async act(): Promise<void> {
    const by = this.#random.pick(people);
    const kind = this.#random.pick(kinds);
    if (kind === 'approve' || kind === 'reject') await this.#decide(by, kind);
    else if (kind === 'undo') await this.takeBack(1);
    else if (triaging.includes(by) && (kind !== 'dismiss' || by === dismissing)) await this.#mark(by, kind);
  }

  /** Takes back the last ones, newest first, as Z does; each has to be taken back whole, and by who did it. */
  async takeBack(count: number): Promise<void> {
    for (const one of this.done.splice(-count).reverse()) {
      const headSeq = tiny.core.journal.head().seq;
      const { undone, why } = await one.undo();
      expect(why).toBeUndefined();
      expect(undone).toEqual(one.ids);
      const events = tiny.core.journal.read(headSeq, 100);
      expect(events.map(({ type, actor, aggregateId }) => [type, actor, aggregateId])).toEqual(
        one.ids.map((id) => [one.undoneBy, one.by, id]),
      );
    }
  }

  async #mark(by: Person, kind: 'assign' | 'snooze' | 'note' | 'dismiss'): Promise<void> {
    const open = (await everyException()).filter(({ state }) => state === 'open');
    const ids = this.#some(open).map(({ id }) => id);
    const [id] = ids;
    if (id === undefined) return;
    const { exceptions } = clients[by];
    switch (kind) {
      case 'assign':
        this.#markDone(
          by,
          'exception.assigned',
          await exceptions.assign.mutate({ ids, assignee: this.#random.pick([...people, null]) }),
        );
        break;
      case 'snooze':
        this.#markDone(
          by,
          'exception.snoozed',
          await exceptions.snooze.mutate({ ids, untilAt: this.#until() }),
        );
        break;
      case 'note':
        this.#markDone(
          by,
          'exception.note-withdrawn',
          await exceptions.note.mutate({ id, note: `note ${this.acted}` }),
        );
        break;
      default:
        this.#markDone(by, 'exception.reopened', {
          changed: [await exceptions.dismiss.mutate({ id, reason: 'not ours' })],
          refused: [],
        });
    }
  }

  #markDone(by: Person, undoneBy: string, { changed, refused }: Changed): void {
    expect(refused).toEqual([]);
    const items = changed.map(({ id, seq }) => ({ id, seq }));
    this.#keep({
      by,
      undoneBy,
      ids: items.map(({ id }) => id),
      undo: async () => {
        const answer = await clients[by].exceptions.undo.mutate({ items });
        return { undone: answer.changed.map(({ id }) => id), why: answer.refused[0]?.failure.message };
      },
    });
  }

  async #decide(by: Person, decision: 'approve' | 'reject'): Promise<void> {
    const held = (await everyPosting()).filter(({ state, you }) => state === 'HELD' && you.approve === null);
    const items = this.#some(held).map(shown);
    if (items.length === 0) return;
    const reason = 'looked at it';
    const { decided } = await clients[by].postings.decideHere.mutate({ items, decision, reason });
    const ids = decided.map(({ postingId }) => postingId);
    if (ids.length === 0) return;
    this.#keep({
      by,
      undoneBy: 'posting.recalled',
      ids,
      undo: async () => {
        const { undone, refused } = await clients[by].postings.undoDecision.mutate({ postingIds: ids });
        return { undone, why: refused[0]?.failure.message };
      },
    });
  }

  #keep(done: Done): void {
    this.done.push(done);
    this.acted += 1;
  }

  /** A few next to each other, as from a selection. */
  #some<T>(items: readonly T[]): readonly T[] {
    const first = this.#random.integer(0, Math.max(0, items.length - 1));
    return items.slice(first, first + this.#random.integer(1, 3));
  }

  /** A day or more away, or null to bring it back now. */
  #until(): string | null {
    const days = this.#random.integer(0, 3);
    return days === 0 ? null : toInstant(tiny.core.clock.now() + days * 86_400_000);
  }
}

it.each([1, 2, 3])(
  'a hundred random reversible actions and undo-all lead back to the same state (seed %i)',
  async (seed) => {
    const before = await shownState();
    const work = new Work(`undo-all ${seed}`);
    while (work.acted < actions) {
      await work.act();
      // As any sync would: nothing leaves, for everything that is approved is in its grace.
      await tiny.core.sender.run();
    }
    expect(hashOf(await shownState())).not.toBe(hashOf(before));
    const kindsDone = new Set(work.done.map(({ undoneBy }) => undoneBy));
    expect(kindsDone.size, 'every kind of action is among them').toBe(5);
    await work.takeBack(work.done.length);
    const after = await shownState();
    // What differs, where it does; then the hashes.
    expect(after).toEqual(before);
    expect(hashOf(after)).toBe(hashOf(before));
    expect(tiny.core.verify().problems).toEqual([]);
    // Not even once the grace would have been over: what was taken back is never sent.
    await pastTheGrace();
    expect(tiny.created()).toEqual([]);
  },
  120_000,
);

it('sends what is left approved once its grace is over, and not before', async () => {
  const [held] = (await everyPosting()).filter(({ state }) => state === 'HELD');
  if (held === undefined) throw new Error('something is held');
  const items = [shown(held)];
  expect(
    (await clients.maria.postings.decideHere.mutate({ items, decision: 'approve' })).decided,
  ).toHaveLength(1);
  await tiny.core.sender.run();
  expect(tiny.created()).toEqual([]);
  await pastTheGrace();
  expect(tiny.created()).toHaveLength(1);
}, 60_000);

async function pastTheGrace(): Promise<void> {
  tiny.world.clock.skip(graceSeconds * 1_000 + 1);
  await tiny.core.sender.run();
}

function shown({ id, revision, payloadHash, mappingVersion }: WirePosting) {
  return { postingId: id, revision, payloadHash, mappingVersion };
}
