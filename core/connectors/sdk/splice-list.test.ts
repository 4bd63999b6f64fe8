import { describe, expect, it } from 'vitest';
import { spliceList } from './splice-list.ts';

const hasMore = { name: 'has_more', unfinished: 'true', finished: 'false' };

describe('spliceList', () => {
  it('adds elements behind the last one and finishes a flag behind the array', () => {
    const text =
      '{"id":"in_1","lines":{"object":"list","data":[{"a":1.10}],"has_more": true,"url":"/x"},"total":1}';
    expect(spliceList(text, ['lines', 'data'], ['{"a":2.0}', '{"a":3}'], hasMore)).toEqual({
      ok: true,
      value:
        '{"id":"in_1","lines":{"object":"list","data":[{"a":1.10},{"a":2.0},{"a":3}],"has_more": false,"url":"/x"},"total":1}',
    });
  });

  it('finishes a flag before the array, and fills an empty array', () => {
    const text = '{"has_more":true,"items":{"done":false,"next":"/n","records":[]}}';
    const done = { name: 'done', unfinished: 'false', finished: 'true' };
    expect(spliceList(text, ['items', 'records'], ['{"a":1}'], done)).toEqual({
      ok: true,
      value: '{"has_more":true,"items":{"done":true,"next":"/n","records":[{"a":1}]}}',
    });
  });

  it('leaves flags of the elements and of other lists alone', () => {
    const text = '{"other":{"data":[],"has_more":true},"lines":{"data":[{"has_more":true}],"has_more":true}}';
    const spliced = spliceList(text, ['lines', 'data'], ['{}'], hasMore);
    expect(spliced).toEqual({
      ok: true,
      value: '{"other":{"data":[],"has_more":true},"lines":{"data":[{"has_more":true},{}],"has_more":false}}',
    });
  });

  it('refuses a text without the array or without the flag', () => {
    expect(spliceList('{"lines":1}', ['lines', 'data'], [], hasMore)).toMatchObject({ ok: false });
    expect(spliceList('{"lines":{"data":[]}}', ['lines', 'data'], ['1'], hasMore)).toMatchObject({
      ok: false,
      error: { where: '$.lines.data' },
    });
  });
});
