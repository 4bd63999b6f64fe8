// Scripts that Chromium runs before a page: the preload in a world of its own, and what the page sees of it. The two worlds share
// nothing but the window's events; a name that the page cannot know joins them.

/** Values as both worlds write them: JSON, and what structured cloning adds to it that the bridge uses. */
const codec = `
  const refuseClone = () => { throw new TypeError('An object could not be cloned.'); };
  const encode = (value, onFunction, seen = new Set()) => {
    if (value === undefined) return { $: 'undefined' };
    if (typeof value === 'number' && !Number.isFinite(value)) return { $: 'number', v: String(value) };
    if (typeof value === 'number' && Object.is(value, -0)) return { $: 'number', v: '-0' };
    if (typeof value === 'bigint') return { $: 'bigint', v: String(value) };
    if (typeof value === 'symbol') return refuseClone();
    if (typeof value === 'function') return onFunction === undefined ? refuseClone() : { $: 'function', v: onFunction(value) };
    if (value === null || typeof value !== 'object') return value;
    if (seen.has(value)) return refuseClone();
    const inner = new Set(seen).add(value);
    if (value instanceof Uint8Array) {
      let text = '';
      for (let at = 0; at < value.length; at += 32768) text += String.fromCharCode(...value.subarray(at, at + 32768));
      return { $: 'bytes', v: btoa(text) };
    }
    if (value instanceof Date) return { $: 'date', v: value.getTime() };
    if (Array.isArray(value)) return Array.from(value, (one) => encode(one, onFunction, inner));
    return { $: 'object', v: Object.keys(value).map((key) => [key, encode(value[key], onFunction, inner)]) };
  };
  const decode = (value, onFunction) => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((one) => decode(one, onFunction));
    if (value.$ === 'undefined') return undefined;
    if (value.$ === 'number') return Number(value.v);
    if (value.$ === 'bigint') return BigInt(value.v);
    if (value.$ === 'date') return new Date(value.v);
    if (value.$ === 'bytes') return Uint8Array.from(atob(value.v), (one) => one.charCodeAt(0));
    if (value.$ === 'function') return onFunction(value.v);
    const object = {};
    for (const [key, one] of value.v) {
      Object.defineProperty(object, key, { value: decode(one, onFunction), enumerable: true, writable: true, configurable: true });
    }
    return object;
  };
`;

/** What both worlds do to each other: call a function by its number, and hear what came of it. */
const joint = `
  const functions = [];
  const keep = (one) => functions.push(one) - 1;
  const promises = new Map();
  let lastPromise = 0;
  const tell = (name, detail) => window.dispatchEvent(new CustomEvent(nonce + name, { detail: JSON.stringify(detail) }));
  const hear = (name, listener) => window.addEventListener(nonce + name, (event) => listener(JSON.parse(event.detail)));
  const remote = (number) => (...args) => {
    let answer = { thrown: 'the other world is gone' };
    const take = (event) => { answer = JSON.parse(event.detail); };
    window.addEventListener(nonce + there + ':answer', take, { once: true });
    tell(there + ':call', { number, args: args.map((one) => encode(one, keep)) });
    window.removeEventListener(nonce + there + ':answer', take);
    if ('thrown' in answer) throw new Error(answer.thrown);
    if ('promise' in answer) {
      return new Promise((resolve, reject) => promises.set(answer.promise, { resolve, reject }));
    }
    return decode(answer.value, remote);
  };
  hear(here + ':call', ({ number, args }) => {
    try {
      const value = functions[number](...args.map((one) => decode(one, remote)));
      if (value instanceof Promise) {
        const promise = ++lastPromise;
        tell(here + ':answer', { promise });
        value.then(
          (done) => tell(here + ':settled', { promise, value: encode(done, keep) }),
          (cause) => tell(here + ':settled', { promise, thrown: String(cause?.message ?? cause) }),
        );
      } else tell(here + ':answer', { value: encode(value, keep) });
    } catch (cause) {
      tell(here + ':answer', { thrown: String(cause?.message ?? cause) });
    }
  });
  hear(there + ':settled', (told) => {
    const waiting = promises.get(told.promise);
    promises.delete(told.promise);
    if ('thrown' in told) waiting?.reject(new Error(told.thrown));
    else waiting?.resolve(decode(told.value, remote));
  });
`;

export const isolatedWorld = 'Electron Isolated Context';
/** In the isolated world alone: what the preload sends to main. */
export const sendBinding = '__standInSend';

/** The preload in its world, with what a sandboxed preload may require. */
export function isolatedScript(nonce: string, preload: string, argv: readonly string[]): string {
  return `(() => {
  if (window !== window.top) return;
  const nonce = ${JSON.stringify(nonce)}; const here = 'isolated'; const there = 'main';
  ${codec} ${joint}
  const send = globalThis.${sendBinding};
  const invoked = new Map(); let lastInvoke = 0; const listeners = new Map();
  globalThis.__standInTell = (text) => {
    const told = JSON.parse(text);
    if (told.kind === 'push') {
      for (const listener of listeners.get(told.channel) ?? []) listener({ sender: {} }, ...told.args.map((one) => decode(one)));
      return;
    }
    const waiting = invoked.get(told.id); invoked.delete(told.id);
    if (told.thrown !== undefined) waiting?.reject(new Error(told.thrown));
    else waiting?.resolve(decode(told.value));
  };
  const ipcRenderer = {
    invoke: (channel, ...args) => new Promise((resolve, reject) => {
      const encoded = args.map((one) => encode(one));
      lastInvoke += 1; invoked.set(lastInvoke, { resolve, reject });
      send(JSON.stringify({ id: lastInvoke, channel, args: encoded }));
    }),
    on: (channel, listener) => { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); return ipcRenderer; },
    removeListener: (channel, listener) => {
      listeners.set(channel, (listeners.get(channel) ?? []).filter((one) => one !== listener)); return ipcRenderer;
    },
  };
  const exposed = [];
  const contextBridge = {
    exposeInMainWorld: (key, api) => {
      if (exposed.includes(key)) throw new Error('Cannot bind an API on top of an existing property on the window object');
      exposed.push(key);
      const text = encode(api, keep);
      hear('main:ready', () => tell('isolated:expose', { key, text }));
      tell('isolated:expose', { key, text });
    },
  };
  const modules = { electron: { contextBridge, ipcRenderer } };
  const require = (name) => { if (!(name in modules)) throw new Error('module not found: ' + name); return modules[name]; };
  const process = { argv: ${JSON.stringify(argv)}, platform: 'linux', type: 'renderer', sandboxed: true, contextIsolated: true };
  const module = { exports: {} };
  (function (require, process, module, exports) { ${preload} })(require, process, module, module.exports);
})();`;
}

/** What makes the exposed objects appear in the page, before any script of it. */
export function mainWorldScript(nonce: string): string {
  return `(() => {
  if (window !== window.top) return;
  const nonce = ${JSON.stringify(nonce)}; const here = 'main'; const there = 'isolated';
  ${codec} ${joint}
  const freeze = (value) => {
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) Object.values(value).forEach(freeze);
    return Object.freeze(value);
  };
  hear('isolated:expose', ({ key, text }) => {
    if (Object.hasOwn(window, key)) return;
    Object.defineProperty(window, key, { value: freeze(decode(text, remote)), enumerable: true });
  });
  tell('main:ready', {});
})();`;
}
