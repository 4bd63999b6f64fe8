import { existsSync } from 'node:fs';
import type { PlacedPack } from '#core/contract/packs.ts';
import { workspaceOptions } from '../arguments.ts';
import type { Command, CommandContext, Outcome } from '../command.ts';
import { usageFailure } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { moveFile } from '../move-file.ts';
import { printable } from '../table-text.ts';
import { withWorkspace } from '../with-workspace.ts';

export const sealCommand: Command = {
  name: 'seal',
  summary: 'Make a sealed pack of a period: one signed file that opens read-only, offline, without keys',
  usage: ['--workspace DIR --period YYYY-MM --as PERSON [--out FILE]'],
  details: `The pack holds the whole workspace as it is now: journal, documents, evidence, decisions and signatures. Secrets, settings of
connections and personal preferences are not in it. It is signed with the person's own key, and the journal says that it was
made. Without --out it is put into the workspace's folder, under packs. Prove one with \`tieout verify --pack FILE\`, open it
with \`tieout serve --pack FILE\`; compare the fingerprint with the signer over another way than the file comes.`,
  options: {
    ...workspaceOptions,
    period: { value: 'YYYY-MM', help: 'The period that it is made for.' },
    out: { value: 'FILE', help: 'Where to put it; nothing is overwritten.' },
  },
  run,
};

function run(context: CommandContext): Promise<Outcome> {
  const { args } = context;
  args.atMost(0);
  const period = args.required('period', 'a period as YYYY-MM');
  const out = args.path('out');
  if (out !== undefined && existsSync(out)) {
    throw usageFailure(`${out} is there already.`, '--out', 'Choose another name; nothing is overwritten.');
  }
  return withWorkspace(context, { action: 'close.seal', isDecision: true }, async ({ client }) => {
    const made = await client.packs.make.mutate({ period });
    if (out !== undefined && made.path !== null) moveFile(made.path, out);
    const document = { ...made, path: out ?? made.path };
    return { exitCode: exitCodes.ok, document, text: textOf(document) };
  });
}

function textOf({ path, period, bytes, asOf, madeBy, fingerprint, packId }: PlacedPack): string {
  return [
    `Sealed pack of ${period}: ${path ?? ''} (${bytes.toLocaleString('en-US')} bytes)`,
    `  as of        ${asOf.seq.toLocaleString('en-US')}, ${asOf.hash}`,
    `  signed by    ${printable(madeBy.name)} (${madeBy.id})`,
    `  fingerprint  ${fingerprint}`,
    `  pack         ${packId}`,
  ].join('\n');
}
