/** Addresses under the host the request came to, as NetSuite writes them under the account's own host. */
export class RecordLinks {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  get record(): string {
    return `${this.#root}/services/rest/record/v1`;
  }

  of(type: string, id: number | string): string {
    return `${this.record}/${type}/${id}`;
  }

  url(path: string): string {
    return `${this.#root}${path}`;
  }

  self(href: string): { readonly rel: string; readonly href: string }[] {
    return [{ rel: 'self', href }];
  }

  /** `first`, `previous`, `next`, `last` and `self` of a page, as the vendor gives them. */
  page(path: string, query: URLSearchParams, paging: Paging, total: number): { rel: string; href: string }[] {
    const { limit, offset } = paging;
    const lastOffset = Math.max(0, Math.floor((total - 1) / limit) * limit);
    const at = (rel: string, pageOffset: number) => {
      const parameters = new URLSearchParams(query);
      parameters.set('limit', String(limit));
      parameters.set('offset', String(pageOffset));
      return { rel, href: `${this.url(path)}?${parameters.toString()}` };
    };
    const links: { rel: string; href: string }[] = [];
    if (offset > 0) links.push(at('first', 0), at('previous', Math.max(0, offset - limit)));
    if (offset + limit < total) links.push(at('next', offset + limit));
    if (total > limit) links.push(at('last', lastOffset));
    links.push(at('self', offset));
    return links;
  }
}

export interface Paging {
  readonly limit: number;
  readonly offset: number;
}
