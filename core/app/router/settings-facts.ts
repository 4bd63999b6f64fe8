import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type * as z from 'zod';
import type { aboutOutput, storageOutput, WorkspaceSettings } from '#core/contract/settings.ts';
import { toWire } from '#core/domain/wire.ts';
import { readAnchors } from '#core/journal/anchor.ts';
import { rolesFor } from '#core/policy/permissions.ts';
import { flows, judgePhaseChange, phases, rollOut } from '#core/policy/phases.ts';
import { defaultPolicy } from '#core/policy/policy-settings.ts';
import { PolicyRepository } from '#core/storage/repositories/policy.ts';
import { shippedMigrations } from '#core/storage/migrations.ts';
import { anchorFile, type Core } from '../create-core.ts';
import type { ApiSession } from './api-session.ts';

const troubled = ['REJECTED', 'UNKNOWN', 'DEAD'];

/** What holds for everyone, who controls it, and how far each flow is switched on and may go. */
export function workspaceSettings(core: Core): WorkspaceSettings {
  const repository = new PolicyRepository(core.store);
  const kept = new Map(repository.settings().map((row) => [row.name, row]));
  const changedPhase = new Map(repository.phases().map((row) => [row.flow, row.changed_by]));
  const present = toWire(core.policy.policy()) as Readonly<Record<string, never>>;
  const initial = toWire(defaultPolicy) as Readonly<Record<string, never>>;
  const counts = core.desk.postings.counts();
  const isGreen = (flow: string) => !counts.some((row) => row.flow === flow && troubled.includes(row.state));
  return {
    settings: Object.keys(initial).map((name) => ({
      name,
      value: present[name] ?? null,
      initial: initial[name] ?? null,
      isInitial: JSON.stringify(present[name]) === JSON.stringify(initial[name]),
      controlledBy: [...rolesFor('policy.change')],
      changedBy: kept.get(name)?.changed_by ?? null,
      changedAtSeq: kept.get(name)?.seq ?? null,
    })),
    phases: flows.map((flow) => {
      const phase = core.policy.phase(flow);
      const next = phases[phases.indexOf(phase) + 1] ?? null;
      const facts = { phaseOf: (other: typeof flow) => core.policy.phase(other), isGreen };
      const judged = next === null ? null : judgePhaseChange(flow, next, facts);
      return {
        flow,
        stage: rollOut.findIndex((members) => (members as readonly string[]).includes(flow)) + 1,
        phase,
        isGreen: isGreen(flow),
        next,
        refusal:
          judged === null || judged.ok ? null : `${judged.error.message} ${judged.error.fix ?? ''}`.trim(),
        changedBy: changedPhase.get(flow) ?? null,
      };
    }),
    asOfSeq: core.journal.head().seq,
  };
}

/** Where the workspace is and how big, when its journal was last anchored, and where secrets are. */
export function storageFacts(core: Core, session: ApiSession): z.output<typeof storageOutput> {
  const { path, sqliteVersion } = core.store;
  const anchors = readAnchors(join(dirname(path), anchorFile));
  const newest = anchors.ok ? anchors.value.at(-1) : undefined;
  const keys = session.peopleHere(
    core.people
      .people()
      .all()
      .map(({ id }) => id),
  );
  return {
    path: core.sealed?.fileName ?? path,
    databaseBytes: sizeOf(path),
    pendingBytes: sizeOf(`${path}-wal`),
    sqliteVersion,
    schemaVersion: shippedMigrations().at(-1)?.version ?? 0,
    events: core.journal.head().seq,
    anchor: newest && anchors.ok ? { seq: newest.seq, at: newest.at, count: anchors.value.length } : null,
    secrets: {
      ...secretBackends[session.host],
      sealedKeys: keys.filter(({ isSealed }) => isSealed).length,
      openKeys: keys.filter(({ isSealed }) => !isSealed).length,
    },
  };
}

const secretBackends: Readonly<Record<ApiSession['host'], { backend: string; detail: string }>> = {
  desktop: {
    backend: "The operating system's own key store",
    detail: 'Secrets are encrypted with a key that only your account on this computer can open.',
  },
  headless: {
    backend: 'Files that only your account can read',
    detail:
      'Connection secrets and private keys are files with mode 600; a sealed key needs its passphrase as well.',
  },
  terminal: {
    backend: 'Files that only your account can read',
    detail: 'Connection secrets and private keys are files with mode 600.',
  },
};

function sizeOf(path: string): number {
  return path !== ':memory:' && existsSync(path) ? statSync(path).size : 0;
}

export function aboutFacts(core: Core, session: ApiSession): z.output<typeof aboutOutput> {
  return {
    version: session.version === '' ? ownVersion() : session.version,
    node: process.versions.node,
    host: session.host,
    platform: `${process.platform} ${process.arch}`,
    workspaceId: core.workspaceId,
    workspace: core.settings.name,
    licences: licences(),
  };
}

interface PackageFile {
  readonly version?: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const root = new URL('../../../', import.meta.url);

function packageAt(path: string): PackageFile | null {
  const place = new URL(path, root);
  return existsSync(place) ? (JSON.parse(readFileSync(place, 'utf8')) as PackageFile) : null;
}

/** Version of the product, as its package says. */
export function ownVersion(): string {
  return packageAt('package.json')?.version ?? '';
}

/** Of what is shipped: the libraries of the core and those that the interface is built from. */
const builtIn = new Set(
  (
    '@base-ui/react @dagrejs/dagre @fontsource-variable/inter @fontsource-variable/jetbrains-mono @tanstack/react-query ' +
    '@tanstack/react-router @tanstack/react-table @tanstack/react-virtual @xyflow/react cmdk electron lucide-react papaparse ' +
    'react react-dom react-error-boundary recharts tinykeys zustand'
  ).split(' '),
);

function licences(): z.output<typeof aboutOutput>['licences'] {
  const own = packageAt('package.json');
  const names = [
    ...Object.keys(own?.dependencies ?? {}),
    ...Object.keys(own?.devDependencies ?? {}).filter((name) => builtIn.has(name)),
  ];
  return names.sort().map((name) => {
    const about = packageAt(`node_modules/${name}/package.json`);
    return {
      name,
      version: about?.version ?? own?.dependencies?.[name] ?? own?.devDependencies?.[name] ?? '',
      licence: about?.license ?? 'see the package',
    };
  });
}
