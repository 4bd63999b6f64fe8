import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { present } from '#core/base/assert.ts';
import type { WireBreak, WireReconciliation } from '#core/contract/reconciliation.ts';
import { answeredError } from '#core/host/answered-error.ts';
import { clientOf, playPostings, reconciled } from '#test/support/ready-to-close.ts';
import { type SampleWorld, startSampleWorld } from '#test/support/sample-world.ts';

const period = '2026-09';
const reason = 'looked into and agreed';
let world: SampleWorld;
const maria = () => clientOf(world, 'maria');
const netsuite = () => world.sandbox.organisations.netsuite;

/** Runs, and says of each scope by its name what the workbench shows. */
async function run() {
  const result = await maria().reconciliation.run.mutate({ period });
  const { run: newest, scopes } = await maria().reconciliation.get.query({ period });
  const scopeOf = (legalEntity: string, currency: string) =>
    present(
      scopes.find(
        (one) => one.scope === 'receivables' && one.legalEntity === legalEntity && one.currency === currency,
      ),
      'the scope',
    );
  return { result, runId: present(newest, 'the run').id, scopes, scopeOf };
}

function contributionsOf(found: WireBreak) {
  const { scope, legalEntity, difference: amount } = found;
  return found.contributions ?? [{ scope, legalEntity, amount }];
}

/** What of a scope's difference is neither explained nor in a break. */
function missingIn({ breaks }: WireReconciliation, scope: WireReconciliation['scopes'][number]): bigint {
  const inBreaks = breaks
    .flatMap(contributionsOf)
    .filter(
      (part) =>
        part.scope === scope.scope &&
        part.legalEntity === scope.legalEntity &&
        part.amount.currency === scope.currency,
    )
    .reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
  return BigInt(scope.difference.minor) - BigInt(scope.explained.sum.minor) - inBreaks;
}

function expectWhole({ result, scopes }: Awaited<ReturnType<typeof run>>): void {
  for (const scope of result.scopes)
    expect([scope.legalEntity, missingIn(result, scope)]).toEqual([scope.legalEntity, 0n]);
  for (const scope of scopes) expect(scope.unexplained.minor).toBe('0');
}

/** A receivable of the entity that a rule matched, with the ERP's id of its document. */
async function matchedReceivable(runId: string, legalEntity: string, currency: string) {
  const filter = {
    runId,
    status: 'matched',
    legalEntity,
    currency,
    scope: 'receivables',
    limit: 500,
  } as const;
  const { rows } = await maria().reconciliation.groups.query(filter);
  const group = present(
    rows.find(({ origin, left }) => origin === 'rule' && BigInt(left.sum.minor) > 10_000n),
    'a matched receivable',
  );
  const { left, right } = await maria().reconciliation.group.query({ runId, number: group.number });
  const id = Number(right[0]?.externalId.split(':').pop());
  return { left: present(left[0], 'the invoice'), id };
}

beforeAll(async () => {
  world = await startSampleWorld();
  await playPostings(world);
}, 180_000);

afterAll(async () => {
  await world?.close();
});

describe('the money of breaks', () => {
  it('adds up to the difference of every scope', async () => {
    expectWhole(await run());
  });

  it('counts a document that was moved into the next month in full, whatever the threshold', async () => {
    await reconciled(world, 'NW-DE', period);
    const { left, id } = await matchedReceivable((await run()).runId, 'NW-DE', 'EUR');
    netsuite().handEdit({
      action: 'change-date',
      type: 'invoice',
      id,
      tranDate: '2026-10-02',
      inClosedPeriod: true,
    });
    await maria().policy.change.mutate({
      name: 'closeThresholds',
      value: [{ scope: '*', legalEntity: '*', currency: '*', maxMinor: '100' }],
      reason,
    });
    await world.core.synchronise({ untilIdle: true });
    const after = await run();
    const found = present(
      after.result.breaks.find((one) => one.left?.reference === left.reference),
      'the break',
    );
    expect(found.difference.minor).toBe('0');
    expect(after.scopeOf('NW-DE', 'EUR')).toMatchObject({ isTied: false, open: left.amount });
    expect(contributionsOf(found)).toEqual([
      { scope: 'receivables', legalEntity: 'NW-DE', amount: left.amount },
    ]);
    expectWhole(after);
  });

  it('counts a document in the wrong subsidiary in both, and asks the rights and the period of both', async () => {
    const { left, id } = await matchedReceivable((await run()).runId, 'NW-US', 'USD');
    const { store } = netsuite();
    const posted = present(
      [...store.documentsOf('invoice')].find((one) => one.id === id),
      'the document',
    );
    const mapping = world.sandbox.access.sample.mappings.find(
      ({ type, sourceKey }) => type === 'subsidiary' && sourceKey === 'NW-UK',
    );
    netsuite().handEdit({ action: 'void', type: 'invoice', id });
    store.addDocument({
      type: 'invoice',
      customerId: present(posted.entityId, 'a customer'),
      subsidiaryId: Number(mapping?.target['subsidiaryId']),
      currencyId: posted.currencyId,
      tranDate: posted.tranDate,
      otherRefNum: present(left.reference, 'its number'),
      lines: [{ itemId: posted.lines[0]?.itemId ?? null, amountMinor: Number(left.amount.minor) }],
      employeeId: 1,
    });
    await world.core.synchronise({ untilIdle: true });
    const after = await run();
    expectWhole(after);
    expect(after.scopeOf('NW-UK', 'USD')).toMatchObject({
      isTied: false,
      open: { minor: `-${left.amount.minor}` },
    });
    const { rows } = await maria().reconciliation.breaks.query({ period, legalEntity: 'NW-UK', limit: 500 });
    const found = present(
      rows.find((one) => one.left?.reference === left.reference),
      'the break, among those of the other entity',
    );
    expect(found).toMatchObject({ class: 'mapping', legalEntity: 'NW-US' });
    const accept = () =>
      maria().reconciliation.decideBreak.mutate({ period, key: found.key, how: 'accept', reason });
    world.core.policy.movePeriod('close', { legalEntity: 'NW-UK', period }, 'maria', reason);
    const refused = await accept().then(
      () => null,
      (cause: unknown) => answeredError(cause),
    );
    expect(refused).toMatchObject({ code: 'PERIOD_CLOSED', where: `NW-UK ${period}` });
  });

  it('rebuilds its projections from the journal alone', () => {
    expect(world.core.verify().problems).toEqual([]);
  });
});
