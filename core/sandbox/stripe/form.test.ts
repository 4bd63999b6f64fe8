import { describe, expect, it } from 'vitest';
import { parseForm } from './form.ts';
import { Params } from './params.ts';

const parse = (text: string) => parseForm(new URLSearchParams(text));
const params = (text: string) => new Params(parse(text));

describe('form parameters', () => {
  it('nest by brackets, with lists by number or by order', () => {
    expect(
      parse('items[0][price]=p&items[0][quantity]=2&items[1][price]=q&expand[]=a&expand[]=b&m[k]='),
    ).toEqual({
      items: [{ price: 'p', quantity: '2' }, { price: 'q' }],
      expand: ['a', 'b'],
      m: { k: '' },
    });
    expect(parse('created[gte]=1&a=1&a=2')).toEqual({ created: { gte: '1' }, a: '2' });
  });

  it('refuse broken brackets and a name used as text and as object', () => {
    expect(() => parse('a[b=1')).toThrow(/Invalid request parameter/);
    expect(() => parse('a=1&a[b]=2')).toThrow(/Invalid object/);
    expect(parse('__proto__[x]=1&constructor[y]=2')).not.toHaveProperty('x');
  });

  it('are read by type, with the name in the refusal', () => {
    expect(() => params('limit=1.5').integer('limit')).toThrow(/Invalid integer: 1.5/);
    expect(() => params('a=yes').boolean('a')).toThrow(/Invalid boolean/);
    expect(() => params('at=-1').instant('at')).toThrow(/Invalid timestamp/);
    expect(() => params('').required('customer')).toThrow('Missing required param: customer.');
    const nested = params('items[0][quantity]=x').objects('items')?.[0];
    expect(() => nested?.integer('quantity')).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ param: 'items[0][quantity]' }) }),
    );
  });

  it('refuse what nobody read, also inside', () => {
    const call = params('a=1&b[c]=2');
    call.text('a');
    call.object('b');
    expect(() => call.finish()).toThrow('Received unknown parameter: b[c]');
  });

  it('read bounds on instants', () => {
    expect(params('created=5').range('created')).toEqual({ gte: 5, lte: 5 });
    expect(params('created[gt]=5&created[lte]=9').range('created')).toEqual({ gt: 5, lte: 9 });
  });
});
