import { z } from 'zod';
import type { EpochMs } from '#core/base/clock.ts';
import type { AccountState } from './account-state.ts';
import { changeDocument, createDocument, type HandContext } from './document-edits.ts';
import { type DocumentEdit, type HandEdit, handEditSchema, type PlantedEdit } from './hand-edit-schema.ts';
import type { Actor, SandboxDocument } from './model.ts';
import { periodNamed, setPeriodState } from './periods.ts';
import { Refusal } from './refusal.ts';

export type HandEditOutcome =
  /** `id`: the internal id of the document changed or created, where there is one. */
  { readonly ok: true; readonly id?: number } | { readonly ok: false; readonly message: string };

interface DueEdit {
  readonly atMs: EpochMs;
  readonly edit: DocumentEdit;
  readonly documentId: number;
}

const BOOKKEEPER = { id: 5, name: 'Marta Keller', email: 'marta.keller@northwind-metrics.example' };

/** A person at work in the account: edits now, and edits planted to follow a posting. */
export class Bookkeeper {
  readonly #state: AccountState;
  #planted: PlantedEdit[] = [];
  #due: DueEdit[] = [];
  /** What became of planted edits; a refused one tells why. */
  readonly outcomes: HandEditOutcome[] = [];

  constructor(state: AccountState) {
    this.#state = state;
    state.employees.put(BOOKKEEPER);
    state.onCreated = (document, actor) => this.#notice(document, actor);
  }

  handEdit(input: unknown): HandEditOutcome {
    const parsed = handEditSchema.safeParse(input);
    if (!parsed.success) return { ok: false, message: z.prettifyError(parsed.error) };
    return this.#refusable(() => this.#apply(parsed.data));
  }

  /** Does the planted edits whose time has come, in the order of their times. */
  runDue(): void {
    const nowMs = this.#state.clock.now();
    const due = this.#due.filter((one) => one.atMs <= nowMs).sort((left, right) => left.atMs - right.atMs);
    if (due.length === 0) return;
    this.#due = this.#due.filter((one) => one.atMs > nowMs);
    for (const { edit, documentId } of due) {
      this.outcomes.push(
        this.#refusable(() => changeDocument(this.#context(edit.employeeId), { ...edit, id: documentId })),
      );
    }
  }

  #notice(document: SandboxDocument, actor: Actor): void {
    if (actor.by !== 'api' || this.#planted.length === 0) return;
    const struck = this.#planted.filter((planted) => isAbout(planted.when, document));
    this.#planted = this.#planted.filter((planted) => !struck.includes(planted));
    for (const { delayMs, edit } of struck) {
      this.#due.push({ atMs: this.#state.clock.now() + delayMs, edit, documentId: document.id });
    }
  }

  #apply(edit: HandEdit): HandEditOutcome {
    switch (edit.action) {
      case 'create':
        return createDocument(this.#context(edit.employeeId), edit);
      case 'plant':
        if (edit.when.otherRefNum === undefined && edit.when.externalId === undefined) {
          return { ok: false, message: 'when: give otherRefNum or externalId' };
        }
        this.#planted.push(edit);
        return { ok: true };
      case 'set-period':
        if (periodNamed(this.#state, edit.period) === undefined) {
          return { ok: false, message: `period: there is no accounting period ${edit.period}` };
        }
        setPeriodState(this.#state, edit.period, edit.state, edit.subsidiaryIds ?? []);
        return { ok: true };
      case 'set-settings':
        Object.assign(this.#state.settings, edit.settings);
        return { ok: true };
      default:
        return changeDocument(this.#context(edit.employeeId), edit);
    }
  }

  #context(employeeId = BOOKKEEPER.id): HandContext {
    return { state: this.#state, actor: { employeeId, by: 'hand', overridePeriodRestrictions: true } };
  }

  #refusable(work: () => HandEditOutcome): HandEditOutcome {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, message: error.message };
      throw error;
    }
  }
}

function isAbout(when: PlantedEdit['when'], document: SandboxDocument): boolean {
  if (when.type !== document.type) return false;
  if (when.otherRefNum !== undefined && when.otherRefNum !== document.otherRefNum) return false;
  return when.externalId === undefined || when.externalId === document.externalId;
}
