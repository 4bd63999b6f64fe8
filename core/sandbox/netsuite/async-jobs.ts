import type { Clock, EpochMs } from '#core/base/clock.ts';
import type { SandboxRequest, SandboxResponse } from '../kit/organisation.ts';
import { instant } from './document-output.ts';
import type { RecordLinks } from './record-links.ts';
import { nonexistentRecord } from './refusal.ts';
import type { NetSuiteSettings } from './settings.ts';

export const JOB_ROOT = '/services/rest/async/v1/job/';
const FIRST_JOB_ID = 123456;

interface Job {
  readonly id: number;
  readonly dueAtMs: EpochMs;
  readonly run: () => SandboxResponse;
  startedAtMs: EpochMs | null;
  result: SandboxResponse | null;
}

/** Requests sent with `Prefer: respond-async`: accepted at once, run later, told apart by their idempotency key. */
export class AsyncJobs {
  readonly #clock: Clock;
  readonly #settings: NetSuiteSettings;
  readonly #jobs = new Map<number, Job>();
  readonly #jobIdByKey = new Map<string, number>();
  #waiting: Job[] = [];
  #nextId = FIRST_JOB_ID;

  constructor(clock: Clock, settings: NetSuiteSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  static isWanted(request: SandboxRequest): boolean {
    const preferences = (request.headers['prefer'] ?? '').toLowerCase().split(',');
    return preferences.some((one) => one.trim() === 'respond-async');
  }

  /** 202 with the job's address; 400 with the first job's address when the key was used before. */
  submit(request: SandboxRequest, run: () => SandboxResponse): SandboxResponse {
    const key = request.headers['x-netsuite-idempotency-key'];
    const first = key === undefined ? undefined : this.#jobIdByKey.get(key);
    if (first !== undefined) return duplicateKey(first);
    const id = this.#nextId;
    this.#nextId += 1;
    const dueAtMs = this.#clock.now() + this.#settings.asyncJobDelayMs;
    const job: Job = { id, dueAtMs, run, startedAtMs: null, result: null };
    this.#jobs.set(id, job);
    this.#waiting.push(job);
    if (key !== undefined) this.#jobIdByKey.set(key, id);
    return { status: 202, headers: acceptedHeaders(id) };
  }

  /** Runs the jobs whose time has come, in the order they were submitted. */
  runDue(): void {
    while (this.#waiting[0] !== undefined && this.#waiting[0].dueAtMs <= this.#clock.now()) {
      const job = this.#waiting.shift() as Job;
      job.startedAtMs = this.#clock.now();
      job.result = job.run();
    }
  }

  /** The job, its task, and the result of the task: `/job/{id}`, `/job/{id}/task`, `/job/{id}/task/1(/result)`. */
  handle(request: SandboxRequest, links: RecordLinks): SandboxResponse {
    const [id, task, taskId, result] = request.path.slice(JOB_ROOT.length).replace(/\/$/, '').split('/');
    const job = this.#jobs.get(Number(id));
    if (job === undefined || request.method !== 'GET') throw nonexistentRecord();
    if (task === undefined) return { status: 200, body: jobJson(job, links) };
    if (task !== 'task' || (taskId !== undefined && taskId !== '1')) throw nonexistentRecord();
    if (taskId === undefined) return { status: 200, body: taskListJson(job, links) };
    if (result === undefined) return { status: 200, body: taskJson(job, links) };
    if (result !== 'result' || job.result === null) throw nonexistentRecord();
    return job.result;
  }
}

function acceptedHeaders(id: number): Record<string, string> {
  return { 'preference-applied': 'respond-async', location: `${JOB_ROOT}${id}` };
}

/** Word for word as the vendor documents it, with a status of 400 and the title Conflict. */
function duplicateKey(jobId: number): SandboxResponse {
  return {
    status: 400,
    headers: { ...acceptedHeaders(jobId), 'content-type': 'application/json' },
    body: {
      type: 'https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10.4.10',
      title: 'Conflict',
      status: 400,
      'o:errorDetails': [
        {
          detail:
            'A request with the same idempotency key is already submitted. See the Location header for a link to the previously submitted job',
          'o:errorCode': 'IDEMPOTENCY_ERROR',
        },
      ],
    },
  };
}

function progressOf(job: Job): 'pending' | 'succeeded' | 'failed' {
  if (job.result === null) return 'pending';
  return job.result.status < 400 ? 'succeeded' : 'failed';
}

function jobJson(job: Job, links: RecordLinks): object {
  const self = links.url(`${JOB_ROOT}${job.id}`);
  return {
    links: links.self(self),
    completed: job.result !== null,
    id: String(job.id),
    progress: progressOf(job),
    task: { links: links.self(`${self}/task`) },
  };
}

function taskListJson(job: Job, links: RecordLinks): object {
  const self = links.url(`${JOB_ROOT}${job.id}/task`);
  const items = [{ links: links.self(`${self}/1`), id: '1' }];
  return { links: links.self(self), count: 1, hasMore: false, items, offset: 0, totalResults: 1 };
}

function taskJson(job: Job, links: RecordLinks): object {
  const self = links.url(`${JOB_ROOT}${job.id}/task/1`);
  const ranAt = job.startedAtMs === null ? null : instant(job.startedAtMs);
  const done = job.result !== null;
  return {
    links: [...(done ? [{ rel: 'related', href: `${self}/result` }] : []), ...links.self(self)],
    completed: done,
    id: '1',
    progress: progressOf(job),
    ...(ranAt === null ? {} : { startTime: ranAt, endTime: ranAt }),
  };
}
