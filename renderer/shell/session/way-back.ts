const channelName = 'tieout.way-back';
const question = 'where';
/** As long as an address of the cockpit may be. */
const longest = 2_000;
const answerMs = 2_000;

/**
 * A window without a session (its process crashed, it was loaded again, its time was over) stays where it was and tells that
 * address, and nothing else, to the next window that is let in. Both are of one origin; nothing is written down. Gives what ends it.
 */
export function offerWayBack(): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }) => {
    if (data === question) channel.postMessage(window.location.hash.slice(1));
  });
  return () => channel.close();
}

/** Asks the windows that lost their session where they were. The first answer counts, as long as nobody has gone elsewhere since. */
export function takeWayBack(): void {
  const from = window.location.hash;
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string' || data.length > longest || !/^\/[a-z]/.test(data)) return;
    channel.close();
    if (window.location.hash === from) window.history.replaceState(null, '', `#${data}`);
  });
  channel.postMessage(question);
  setTimeout(() => channel.close(), answerMs);
}
