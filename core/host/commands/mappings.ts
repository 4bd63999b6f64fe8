import type * as z from 'zod';
import type { coverageOutput, proposeMappingsInput, WireMapping } from '#core/contract/mappings.ts';
import { type Arguments, workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { CommandFailure, usageFailure } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { withWorkspace } from '../with-workspace.ts';
import { readText } from '../read-text.ts';
import { tableText } from '../table-text.ts';
import { resolve } from 'node:path';

type Coverage = z.output<typeof coverageOutput>;
type Proposal = z.input<typeof proposeMappingsInput>;
/** What the API refuses with a message of its own; the command line passes it on as it is written. */
type MappingType = WireMapping['type'];

export const mappingsCommand: Command = {
  name: 'mappings',
  summary: 'List, propose and decide mappings; prove that they cover what is sold',
  usage: [
    '[list] [--type TYPE] [--entity CODE] [--state STATE]',
    'propose FILE --reason TEXT --as PERSON',
    '(approve | reject) ID… --reason TEXT --as PERSON [--override-freeze]',
    'coverage [--from YYYY-MM-DD] [--months N]',
    'history TYPE KEY [--entity CODE]',
  ],
  details: `FILE is a JSON array of {"type", "legalEntity"?, "sourceKey", "target", "validFromOn", "validToOn"?}. A mapping is live
once a second person approved it. Coverage ends with 1 when a product, entity, currency or tax code is not mapped exactly
once on a day, and shows the smallest counter-example.`,
  options: {
    ...workspaceOptions,
    type: {
      value: 'TYPE',
      help: 'item, tax-code, subsidiary, currency, account, department, class, location, price, customer.',
    },
    entity: { value: 'CODE', help: 'Legal entity.' },
    state: { value: 'STATE', help: 'draft, live, rejected or retired.' },
    reason: { value: 'TEXT', help: 'Why; kept with the mapping.' },
    'override-freeze': { help: 'Approve although a period is being closed; takes the right to.' },
    from: { value: 'DAY', help: 'First day to prove. Default today.' },
    months: { value: 'N', help: 'How many months ahead. Default 12.' },
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  const what = context.args.positionals[0] ?? 'list';
  switch (what) {
    case 'list':
      return list(context);
    case 'propose':
      return propose(context);
    case 'approve':
    case 'reject':
      return decide(context, what);
    case 'coverage':
      return coverage(context);
    case 'history':
      return history(context);
    default:
      throw usageFailure(`"${what}" is not a part of mappings.`, what, 'See `tieout mappings --help`.');
  }
}

function list(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  args.atMost(1);
  return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
    const found = await client.mappings.list.query(filterOf(args));
    return { exitCode: exitCodes.ok, document: found, text: mappingsText(found.mappings) };
  });
}

function filterOf(args: Arguments) {
  const type = args.text('type') as MappingType | undefined;
  const legalEntity = args.text('entity');
  const state = args.text('state') as WireMapping['state'] | undefined;
  return {
    ...(type === undefined ? {} : { type }),
    ...(legalEntity === undefined ? {} : { legalEntity }),
    ...(state === undefined ? {} : { state }),
  };
}

function propose(context: CommandContext): Promise<Outcome> {
  const { args, terminal } = context;
  const [, file = ''] = args.exactly('propose', 'a file');
  const reason = args.required('reason', 'why');
  const drafts = draftsOf(resolve(terminal.workingFolder, file));
  return withWorkspace(context, { action: 'mapping.propose', isDecision: true }, async ({ client }) => {
    const proposed = await client.mappings.propose.mutate({ drafts, reason });
    return { exitCode: exitCodes.ok, document: proposed, text: mappingsText(proposed.mappings) };
  });
}

function draftsOf(path: string): Proposal['drafts'] {
  let value: unknown;
  try {
    value = JSON.parse(readText(path));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new CommandFailure({
      code: 'FILE_NOT_JSON',
      message: `The file is not JSON: ${cause.message}`,
      where: path,
      fix: 'Write a JSON array of mappings.',
    });
  }
  // The API checks each member and names the one that is wrong.
  return value as Proposal['drafts'];
}

function decide(context: CommandContext, what: 'approve' | 'reject'): Promise<Outcome> {
  const { args } = context;
  const ids = args.positionals.slice(1);
  if (ids.length === 0) throw usageFailure('No mapping is named.', 'ID', 'Name mappings by id.');
  const reason = args.required('reason', 'why');
  const action = what === 'approve' ? 'mapping.approve' : 'mapping.reject';
  return withWorkspace(context, { action, isDecision: true }, async ({ client }) => {
    const decided =
      what === 'approve'
        ? await client.mappings.approve.mutate({ ids, reason, overridesFreeze: args.flag('override-freeze') })
        : await client.mappings.reject.mutate({ ids, reason });
    return { exitCode: exitCodes.ok, document: decided, text: mappingsText(decided.mappings) };
  });
}

function coverage(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  args.atMost(1);
  const fromOn = args.text('from');
  const months = args.integer('months', { min: 1, max: 60 });
  return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
    const proof = await client.mappings.coverage.query({
      ...(fromOn === undefined ? {} : { fromOn }),
      ...(months === undefined ? {} : { months }),
    });
    const exitCode = proof.isProved ? exitCodes.ok : exitCodes.found;
    return { exitCode, document: proof, text: coverageText(proof) };
  });
}

function history(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  const [, type = '', sourceKey = ''] = args.exactly('history', 'a type', 'a key');
  return withWorkspace(context, { action: 'workspace.read', isDecision: false }, async ({ client }) => {
    const found = await client.mappings.history.query({
      type: type as MappingType,
      sourceKey,
      legalEntity: args.text('entity') ?? '',
    });
    return { exitCode: exitCodes.ok, document: found, text: mappingsText(found.mappings) };
  });
}

function mappingsText(mappings: readonly WireMapping[]): string {
  if (mappings.length === 0) return 'No mappings.';
  return tableText(mappings, [
    { title: 'mapping', text: ({ id }) => id },
    { title: 'type', text: ({ type }) => type },
    { title: 'entity', text: ({ legalEntity }) => legalEntity || 'every' },
    { title: 'key', text: ({ sourceKey }) => sourceKey || '(untaxed)' },
    { title: 'target', text: ({ target }) => Object.values(target).join(', ') },
    { title: 'from', text: ({ validFromOn }) => validFromOn },
    { title: 'to', text: ({ validToOn }) => validToOn ?? '' },
    { title: 'state', text: ({ state }) => state },
    { title: 'proposed', text: ({ proposedBy }) => proposedBy },
    { title: 'decided', text: ({ decidedBy }) => decidedBy ?? '' },
  ]);
}

function coverageText({
  isProved,
  offers,
  fromOn,
  months,
  smallest,
  gaps,
  overlaps,
  fallbacks,
}: Coverage): string {
  const scope = `${offers.toLocaleString('en-US')} combinations from ${fromOn} for ${months} months`;
  if (isProved)
    return `Every one of ${scope} is mapped exactly once; ${fallbacks.length} only by a fallback.`;
  const lines = [`NOT covered: ${scope}.`];
  if (smallest) {
    const { product, legalEntity, currency, taxCode } = smallest.offer;
    lines.push(
      `Smallest counter-example: on ${smallest.on}, ${product} in ${legalEntity}, ${currency}, tax ${taxCode || 'none'}: ${smallest.kind} of ${smallest.type} "${smallest.key}".`,
    );
  }
  const findings = [...gaps, ...overlaps];
  lines.push(
    '',
    tableText(findings, [
      { title: 'what', text: ({ kind }) => kind },
      { title: 'type', text: ({ type }) => type },
      { title: 'key', text: ({ key }) => key },
      { title: 'entities', text: ({ legalEntities }) => legalEntities.join(', ') },
      { title: 'from', text: (finding) => finding.fromOn },
      { title: 'to', text: ({ toOn }) => toOn },
    ]),
  );
  return lines.join('\n');
}
