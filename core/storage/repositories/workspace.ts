import type { Store } from '../store.ts';

export interface WorkspaceRow {
  readonly workspace_id: string;
  readonly created_at: string;
  readonly settings: string;
  readonly epoch: number;
  readonly holder: string;
}

/** The one row that says which workspace a database is. */
export class WorkspaceRepository {
  readonly #store: Store;
  readonly #get;

  constructor(store: Store) {
    this.#store = store;
    this.#get = store.sqlite.prepare<[], WorkspaceRow>(
      'SELECT workspace_id, created_at, settings, epoch, holder FROM workspace',
    );
  }

  get(): WorkspaceRow | null {
    return this.#get.get() ?? null;
  }

  create(workspaceId: string, createdAt: string, settings: string): void {
    this.#store.sqlite
      .prepare('INSERT INTO workspace (one, workspace_id, created_at, settings) VALUES (1, ?, ?, ?)')
      .run(workspaceId, createdAt, settings);
  }
}
