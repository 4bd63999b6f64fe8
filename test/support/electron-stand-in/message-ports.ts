import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { refuse } from './strict.ts';

/** Electron's `MessagePortMain` over a port of Node: queued until `start`, and gone from here once it was transferred. */
export class StandInPort extends EventEmitter {
  readonly #port: MessagePort;
  #isStarted = false;
  #isTransferred = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown, transfer: readonly StandInPort[] = []): void {
    if (this.#isTransferred) refuse('the port was transferred');
    if (transfer.length > 0) refuse('ports over ports are not part of the stand-in');
    this.#port.postMessage(message);
  }

  start(): void {
    if (this.#isTransferred) refuse('the port was transferred');
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.#port.close();
  }

  /** The port under it; it can only be taken once. */
  transfer(): MessagePort {
    if (this.#isTransferred || this.#isStarted)
      refuse('a port that was started or transferred cannot be transferred');
    this.#isTransferred = true;
    return this.#port;
  }
}

export class MessageChannelMain {
  readonly port1: StandInPort;
  readonly port2: StandInPort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new StandInPort(port1);
    this.port2 = new StandInPort(port2);
  }
}
