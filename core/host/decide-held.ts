import { randomUUID } from 'node:crypto';
import type * as z from 'zod';
import type { decidePostingsOutput, WirePosting } from '../contract/postings.ts';
import type { Arguments } from './arguments.ts';
import type { CommandContext, Outcome } from './command.ts';
import { CommandFailure, usageFailure } from './command-failure.ts';
import { confirm } from './confirmation.ts';
import { exitCodes } from './exit-codes.ts';
import { totalsText } from './money-text.ts';
import type { OpenWorkspace } from './open-workspace.ts';
import { withWorkspace } from './with-workspace.ts';
import { heldText, totalsOf } from './postings-text.ts';
import { printable } from './table-text.ts';

export type Decided = z.output<typeof decidePostingsOutput>;

const batchSize = 1_000;
const listMax = 10_000;

/** Chooses held postings by the arguments, shows count and sum, signs each decision with the person's key and hands them in. */
export async function decideHeld(context: CommandContext, decision: 'approve' | 'reject'): Promise<Outcome> {
  const { args } = context;
  const reason = decision === 'reject' ? args.required('reason', 'why') : (args.text('reason') ?? '');
  const isAll = args.flag('all');
  if (isAll === args.positionals.length > 0) {
    throw usageFailure(
      isAll ? 'Ids and --all do not go together.' : 'No posting is named.',
      isAll ? '--all' : 'ID',
      `Name postings by id or document number, or say --all; see \`tieout ${decision} --list\`.`,
    );
  }
  const action = decision === 'approve' ? 'posting.approve' : 'posting.reject';
  return withWorkspace(context, { action, isDecision: true }, async (workspace) => {
    await checkEntity(workspace, args);
    const chosen = await choose(workspace, args);
    if (chosen.length === 0) return outcomeOf({ decided: [], refused: [], totals: totalsOf([]) }, decision);
    await confirm(context, `${decision} ${totalsText(totalsOf(chosen))} as ${workspace.person}`);
    return outcomeOf(await handIn(workspace, chosen, decision, reason, context.signal), decision);
  });
}

/** The held postings that `--period` and `--entity` leave. */
export async function listHeld(context: CommandContext): Promise<Outcome> {
  return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async (workspace) => {
    await checkEntity(workspace, context.args);
    const { client } = workspace;
    const held = await client.postings.list.query({
      state: 'HELD',
      ...filterOf(context.args),
      limit: listMax,
    });
    return { exitCode: exitCodes.ok, document: held, text: heldText(held) };
  });
}

/** An entity that nobody knows has nothing held, which would read as if there were nothing to do. */
async function checkEntity({ client }: OpenWorkspace, args: Arguments): Promise<void> {
  const wanted = args.text('entity');
  if (wanted === undefined) return;
  const { legalEntities } = await client.scope.get.query();
  if (legalEntities.includes(wanted)) return;
  throw usageFailure(
    `--entity is "${wanted}", which is no legal entity of this workspace.`,
    '--entity',
    legalEntities.length > 0 ? `Use one of ${legalEntities.join(', ')}.` : 'Map the subsidiaries first.',
  );
}

function filterOf(args: Arguments): { period?: string; legalEntity?: string } {
  const period = args.text('period');
  const legalEntity = args.text('entity');
  return {
    ...(period === undefined ? {} : { period }),
    ...(legalEntity === undefined ? {} : { legalEntity }),
  };
}

async function choose({ client }: OpenWorkspace, args: Arguments): Promise<readonly WirePosting[]> {
  const { postings: held } = await client.postings.list.query({
    state: 'HELD',
    ...filterOf(args),
    limit: listMax,
  });
  if (args.flag('all')) return held;
  const chosen = new Map<string, WirePosting>();
  for (const name of args.positionals) {
    const found = held.filter(({ id, externalId, sourceReference }) =>
      [id, externalId, sourceReference].includes(name),
    );
    if (found.length === 0) throw await notHeld(client, name);
    for (const posting of found) chosen.set(posting.id, posting);
  }
  return [...chosen.values()];
}

async function notHeld(client: OpenWorkspace['client'], name: string): Promise<CommandFailure> {
  const { posting } = await client.postings.get.query({ id: name });
  return new CommandFailure({
    code: 'POSTING_NOT_HELD',
    message: `Posting ${posting.id} is ${posting.state}, so there is nothing to decide.`,
    where: name,
    fix: 'Only a held posting can be approved or rejected.',
  });
}

/** Signs a decision over each posting with the person's key and hands them in, batch by batch. */
export async function handIn(
  workspace: OpenWorkspace,
  chosen: readonly WirePosting[],
  decision: 'approve' | 'reject',
  reason: string,
  signal: AbortSignal,
): Promise<Decided> {
  const decided: Decided['decided'] = [];
  const refused: Decided['refused'] = [];
  for (let at = 0; at < chosen.length && !signal.aborted; at += batchSize) {
    const batch = chosen.slice(at, at + batchSize);
    const answer = await workspace.client.postings.decide.mutate({
      decisions: await signedBy(workspace, batch, decision, reason),
    });
    decided.push(...answer.decided);
    refused.push(...answer.refused);
  }
  const counted = new Set(decided.map(({ postingId }) => postingId));
  return { decided, refused, totals: totalsOf(chosen.filter(({ id }) => counted.has(id))) };
}

async function signedBy(
  { client, person, keystore, workspaceId }: OpenWorkspace,
  postings: readonly WirePosting[],
  decision: 'approve' | 'reject',
  reason: string,
) {
  const { signDecisions } = await import('../app/router/sign-decisions.ts');
  const head = await client.journal.head.query();
  const signed = signDecisions(
    keystore,
    postings.map(({ id, revision, payloadHash, mappingVersion, period }) => ({
      workspaceId,
      postingId: id,
      revision,
      payloadHash,
      mappingVersion,
      period,
      decision,
      reason,
      decidedBy: person,
      nonce: randomUUID(),
      journalHeadSeq: head.seq,
      journalHeadHash: head.hash,
    })),
  );
  if (!signed.ok) throw new CommandFailure(signed.error);
  return signed.value;
}

function outcomeOf(result: Decided, decision: 'approve' | 'reject'): Outcome {
  const verb = decision === 'approve' ? 'Approved' : 'Rejected';
  const lines = [`${verb} ${totalsText(result.totals)}.`];
  if (result.refused.length > 0) {
    lines.push(`Refused ${result.refused.length}:`);
    for (const { postingId, failure } of result.refused)
      lines.push(`  ${postingId}: ${printable(failure.message)} (${failure.code})`);
  }
  return {
    exitCode: result.refused.length === 0 ? exitCodes.ok : exitCodes.refused,
    document: result,
    text: lines.join('\n'),
  };
}
