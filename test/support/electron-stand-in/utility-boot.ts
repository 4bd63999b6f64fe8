// The start of a stand-in utility process: gives the code `process.parentPort` and nothing of Node's own channel, then runs it.
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Crossing } from './utility-process.ts';

const [, , modulePath = '', ...args] = process.argv;
process.argv = [process.execPath, modulePath, ...args];
const send = process.send?.bind(process) as (crossing: Crossing) => void;
const channel = new EventEmitter();
process.on('message', (crossing) => channel.emit('crossing', crossing));
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'send', { value: undefined });

/** A port that main transferred: queued until it is started. */
class ChildPort extends EventEmitter {
  readonly #id: number;
  #isStarted = false;
  #queue: unknown[] = [];

  constructor(id: number) {
    super();
    this.#id = id;
  }

  postMessage(data: unknown): void {
    send({ kind: 'port', port: this.#id, data });
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#queue.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    send({ kind: 'port-closed', port: this.#id });
  }

  take(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#queue.push(data);
  }
}

const ports = new Map<number, ChildPort>();
const waiting: unknown[] = [];
const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown) => send({ kind: 'message', data, ports: [] }),
});

function deliver(event: unknown): void {
  if (parentPort.listenerCount('message') > 0) parentPort.emit('message', event);
  else waiting.push(event);
}

parentPort.on('newListener', (name) => {
  if (name === 'message') setImmediate(() => waiting.splice(0).forEach(deliver));
});

channel.on('crossing', (crossing: Crossing) => {
  if (crossing.kind === 'message') {
    const given = crossing.ports.map((id) => {
      const port = new ChildPort(id);
      ports.set(id, port);
      return port;
    });
    deliver({ data: crossing.data, ports: given });
  } else if (crossing.kind === 'port') ports.get(crossing.port)?.take(crossing.data);
  else ports.get(crossing.port)?.emit('close');
});

Object.defineProperty(process, 'parentPort', { value: parentPort });
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') throw new Error('the core uses nothing of electron at run time');
    return next(specifier, context);
  },
});
await import(pathToFileURL(modulePath).href);
