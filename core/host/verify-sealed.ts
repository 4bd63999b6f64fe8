import type { PackVerification } from '../app/packs/verify-pack.ts';
import type { Failure } from '../base/result.ts';
import { CommandFailure } from './command-failure.ts';
import type { CommandContext, Outcome } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { printable } from './table-text.ts';

/** What a file that anybody may have changed is found to be. These are findings; anything else is trouble with the question. */
const findings =
  /^PACK_(?:HEADER_ALTERED|TRUNCATED|TOO_LONG|SIGNATURE_WRONG|KEY_UNEXPECTED|MANIFEST_UNREADABLE|LIST_ALTERED|CONTENT_ALTERED|DATABASE_[A-Z]+|SIGNER_UNKNOWN)$/;

/** Proves a sealed pack: its bytes, its database, its journal. Asks nobody and writes nothing but a private copy, which it removes. */
export async function verifySealed(context: CommandContext, path: string): Promise<Outcome> {
  const { args, terminal, progress } = context;
  const { openSealed } = await import('./open-sealed.ts');
  const { logOf } = await import('./open-workspace.ts');
  const { verifyOpenPack } = await import('../app/packs/verify-pack.ts');
  try {
    const pack = openSealed(path, args.text('fingerprint'), logOf(args, terminal));
    const verified = await verifyOpenPack(pack, (seq) => progress.show(`proving the journal: ${seq}`));
    progress.clear();
    return outcomeOf(path, verified);
  } catch (cause) {
    const [failure] = cause instanceof CommandFailure ? cause.failures : [];
    if (failure === undefined || !findings.test(failure.code)) throw cause;
    return refusedOutcome(path, failure);
  }
}

function outcomeOf(path: string, { proof, events, problems }: PackVerification): Outcome {
  const { manifest, fingerprint, packId } = proof;
  const { workspace, period, entities, madeBy, madeAt, asOf, application } = manifest;
  const isSound = problems.length === 0;
  return {
    exitCode: isSound ? exitCodes.ok : exitCodes.found,
    document: {
      isSound,
      pack: { packId, period, workspace, entities, madeBy, madeAt, asOf, application, fingerprint },
      events,
      problems,
    },
    text: [
      isSound
        ? `The pack is sound: every byte is as it was signed, and the journal inside proves.`
        : 'The pack is as it was signed, but what is inside does NOT verify.',
      `  file         ${path}`,
      `  period       ${period} of ${printable(workspace.name)} (${workspace.id})`,
      ...entities.map(
        ({ legalEntity, periodState, signOff }) =>
          `  entity       ${printable(legalEntity)}: period ${periodState}, sign-off ${signOff}`,
      ),
      `  made         ${madeAt} by ${printable(madeBy.name)} (${madeBy.id}), Tieout ${printable(application)}`,
      `  as of        ${asOf.seq.toLocaleString('en-US')}, ${asOf.hash}`,
      `  fingerprint  ${fingerprint}: compare it with the signer's over another way than the file came`,
      `  pack         ${packId}`,
      ...problems.flatMap(problemLines),
    ].join('\n'),
  };
}

function refusedOutcome(path: string, failure: Failure): Outcome {
  return {
    exitCode: exitCodes.found,
    document: { isSound: false, pack: null, events: 0, problems: [failure] },
    text: [
      'The pack does NOT verify. It is not opened.',
      `  file         ${path}`,
      ...problemLines(failure),
    ].join('\n'),
  };
}

function problemLines({ code, message, where, fix }: Failure): string[] {
  return [`  ${where ?? ''}: ${message} (${code})`, ...(fix === undefined ? [] : [`    fix: ${fix}`])];
}
