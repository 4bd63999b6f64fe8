import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Clock, toInstant } from '../base/clock.ts';
import { createIds } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { err, ok, type Failure, type Result } from '../base/result.ts';
import type { MappingDraft } from '../mapping/mapping-draft.ts';
import { generateKeys, type KeyPair } from '../policy/keys.ts';
import type { Keystore } from '../policy/keystore.ts';
import type { PersonDraft } from '../policy/person-draft.ts';
import { ConnectionRepository } from '../storage/repositories/connections.ts';
import { WorkspaceRepository } from '../storage/repositories/workspace.ts';
import { openStore } from '../storage/store.ts';
import type { WritePointWatcher } from '../storage/write-points.ts';
import { connectorRegistry } from './connector-registry.ts';
import { type Core, createCore, databaseFile, type WorkspaceSettings } from './create-core.ts';
import type { WorkspaceFile } from './workspace-file.ts';

export interface InitOptions {
  /** Where the workspace is to be; it must not exist yet, or be empty. */
  readonly folder: string;
  readonly file: WorkspaceFile;
  readonly clock: (offsetMs: number) => Clock;
  readonly random: Random;
  readonly log: Log;
  readonly keystore: Keystore;
  /** Keeps the connections' secrets, by connection and name. */
  readonly saveSecrets: () => void;
  /** Told of each numbered write point; fault tests stop the process there. */
  readonly reached?: WritePointWatcher;
}

export interface InitReport {
  readonly workspaceId: string;
  readonly name: string;
  readonly connections: readonly string[];
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly hasNewKey: boolean;
  }[];
  readonly mappings: number;
}

/**
 * Sets a workspace up from its file. It is made in a folder beside and moved into place whole, so an error or a crash
 * leaves nothing half-made.
 */
export async function initWorkspace(options: InitOptions): Promise<Result<InitReport, readonly Failure[]>> {
  if (existsSync(options.folder) && readdirSync(options.folder).length > 0) {
    return err([
      {
        code: 'FOLDER_NOT_EMPTY',
        message: 'The folder is there already and is not empty.',
        where: options.folder,
        fix: 'Name a new folder; an existing workspace is never overwritten.',
      },
    ]);
  }
  const part = `${options.folder}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  const made = await make(options, part);
  if (!made.ok) {
    rmSync(part, { recursive: true, force: true });
    return made;
  }
  for (const [personId, keys] of made.value.newKeys) {
    const saved = options.keystore.save(personId, keys);
    if (!saved.ok) {
      rmSync(part, { recursive: true, force: true });
      return err([saved.error]);
    }
  }
  options.saveSecrets();
  mkdirSync(dirname(options.folder), { recursive: true });
  rmSync(options.folder, { recursive: true, force: true });
  options.reached?.('W27');
  renameSync(part, options.folder);
  options.reached?.('W28');
  return ok(made.value.report);
}

interface Made {
  readonly report: InitReport;
  readonly newKeys: ReadonlyMap<string, KeyPair>;
}

async function make(options: InitOptions, folder: string): Promise<Result<Made, readonly Failure[]>> {
  const { file } = options;
  const checked = checkConnections(file);
  if (checked.length > 0) return err(checked);
  const clock = options.clock(file.workspace.clockOffsetMs);
  const ids = createIds(clock, options.random.child('workspace'));
  const workspaceId = ids.next('ws');
  const settings: WorkspaceSettings = {
    name: file.workspace.name,
    clockOffsetMs: file.workspace.clockOffsetMs,
  };
  const watching = options.reached ? { reached: options.reached } : {};
  const opened = openStore(join(folder, databaseFile), watching);
  if (!opened.ok) return err([opened.error]);
  const store = opened.value;
  store.transact(() => {
    new WorkspaceRepository(store).create(workspaceId, toInstant(clock.now()), JSON.stringify(settings));
    const connections = new ConnectionRepository(store);
    for (const { id, vendor, settings: connectionSettings } of file.connections) {
      const { capabilities } = connectorRegistry[vendor] as NonNullable<(typeof connectorRegistry)[string]>;
      connections.save({
        id,
        vendor,
        role: capabilities.role,
        settings: JSON.stringify(connectionSettings),
        environment: connectionSettings['environment'] === 'production' ? 'production' : 'sandbox',
        api_version: capabilities.apiVersion,
      });
    }
  });
  store.close();
  const core = createCore({
    folder,
    clock: options.clock,
    random: options.random,
    log: options.log,
    holder: { name: 'tieout init', processId: process.pid, since: toInstant(clock.now()) },
    secret: () => Promise.reject(new Error('init asks no vendor')),
    ...watching,
  });
  if (!core.ok) return err([core.error]);
  try {
    return fill(core.value, file, workspaceId);
  } finally {
    await core.value.close();
  }
}

function checkConnections(file: WorkspaceFile): Failure[] {
  const failures: Failure[] = [];
  const seen = new Set<string>();
  for (const [index, connection] of file.connections.entries()) {
    const where = `$.connections[${index}]`;
    const connector = connectorRegistry[connection.vendor];
    if (!connector) {
      failures.push({
        code: 'VENDOR_UNKNOWN',
        message: `There is no connector for "${connection.vendor}".`,
        where: `${where}.vendor`,
        fix: `Use one of ${Object.keys(connectorRegistry).join(', ')}.`,
      });
      continue;
    }
    if (seen.has(connection.id)) {
      failures.push({
        code: 'CONNECTION_TWICE',
        message: `The id "${connection.id}" is used twice.`,
        where: `${where}.id`,
        fix: 'Give each connection an id of its own.',
      });
    }
    seen.add(connection.id);
    const parsed = connector.parseSettings(connection.settings);
    if (!parsed.ok) {
      failures.push(
        ...parsed.error.map((failure) => ({
          ...failure,
          where: `${where}.settings${(failure.where ?? '').replace(/^\$/, '')}`,
        })),
      );
    }
  }
  return failures;
}

function fill(core: Core, file: WorkspaceFile, workspaceId: string): Result<Made, readonly Failure[]> {
  const newKeys = new Map<string, KeyPair>();
  const people = file.people.map((person): PersonDraft => {
    const keys = person.publicKey === undefined ? generateKeys() : null;
    if (keys) newKeys.set(person.id, keys);
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      roles: person.roles as PersonDraft['roles'],
      publicKey: person.publicKey ?? keys?.publicKey ?? '',
      ...(person.limits === undefined ? {} : { limits: person.limits }),
    };
  });
  const added = core.people.initialise(people, 'from the workspace file');
  if (!added.ok) return err([added.error]);
  const policy = core.policy.initialise(
    {
      settings: file.policy,
      phases: file.phases,
    },
    'from the workspace file',
  );
  if (!policy.ok) return err([policy.error]);
  core.closes.initialise();
  const mapped = fillMappings(core, file);
  if (!mapped.ok) return mapped;
  core.anchor();
  return ok({
    newKeys,
    report: {
      workspaceId,
      name: file.workspace.name,
      connections: file.connections.map(({ id }) => id),
      people: added.value.map(({ id, name, roles }) => ({ id, name, roles, hasNewKey: newKeys.has(id) })),
      mappings: mapped.value,
    },
  });
}

function fillMappings(core: Core, file: WorkspaceFile): Result<number, readonly Failure[]> {
  if (file.mappings.length === 0) return ok(0);
  const { mappingsProposedBy: proposer, mappingsApprovedBy: approver } = file;
  if (proposer === undefined || approver === undefined) {
    return err([
      {
        code: 'MAPPINGS_WITHOUT_PEOPLE',
        message: 'The file holds mappings but does not say who proposed and who approved them.',
        where: '$.mappingsProposedBy, $.mappingsApprovedBy',
        fix: 'Name two different people of the file.',
      },
    ]);
  }
  const proposed = core.mapping.propose(
    file.mappings as unknown as readonly MappingDraft[],
    proposer,
    'from the workspace file',
  );
  if (!proposed.ok) return err([proposed.error]);
  const ids = proposed.value.map(({ id }) => id);
  const approved = core.mapping.approve(ids, { by: approver, reason: 'from the workspace file' });
  return approved.ok ? ok(ids.length) : err([approved.error]);
}
