import { describe, expect, it } from '@jest/globals';
import { capturedLog } from './support/http-app.ts';

const openid = 'oABCD01234567890123456789xyz';

const logged = (fields: object, message = 'something happened') => {
  const captured = capturedLog();
  captured.log.info(fields, message);
  const [line] = captured.lines();
  return { line, text: captured.text() };
};

describe('a log line', () => {
  it.each([
    ['openid', openid, 'oABC…yz'],
    ['unionid', 'u0123456789abcdef', 'u012…ef'],
    ['email', 'customer@example.com', 'cust…om'],
    ['phone', '13812345678', '1381…78'],
    ['mobile', '12345678', '***'],
    ['userReceivedAccount', '招商银行信用卡0403尾号', '招商银行…尾号'],
    ['bank_account', '6222020200112233445', '6222…45'],
  ])('with %s: masked, its ends kept where it is long enough', (name, value, masked) => {
    expect(logged({ [name]: value }).line).toMatchObject({ [name]: masked });
  });

  it.each([
    'token',
    'accessToken',
    'Authorization',
    'appsecret',
    'password',
    'passwordHash',
    'apiV3Key',
    'cookie',
  ])('with %s: nothing of it', (name) => {
    expect(logged({ [name]: 'abcdefghijklmnop' }).line).toMatchObject({ [name]: '[secret]' });
    expect(logged({ [name]: { deep: ['abcdefghijklmnop'] } }).text).not.toContain('abcdefgh');
  });

  it('with them deep inside objects and lists: masked there too', () => {
    const { line, text } = logged({
      a: { b: [{ c: { customer: { openid }, headers: { authorization: 'Bearer abc' } } }] },
    });
    expect(line).toMatchObject({
      a: { b: [{ c: { customer: { openid: 'oABC…yz' }, headers: { authorization: '[secret]' } } }] },
    });
    expect(text).not.toMatch(/01234567890|abc"/);
  });

  it('with them in a sentence, a URL or an error and its cause: masked there too', () => {
    const cause = new Error(`401 for Bearer abcdefghijklmnop`);
    const err = new Error(`POST https://api.example/send?access_token=SECRET1&x=1 for ${openid}`, { cause });
    const { text } = logged({ err }, `told ${openid}, customer@example.com and 13812345678`);
    expect(text).not.toMatch(/SECRET1|01234567890|abcdefghijklmnop|customer@|13812345678/);
    expect(text).toContain('x=1');
  });

  it('with what is neither: as it is', () => {
    const fields = {
      caseNo: 'RF20260302ABCDEF',
      outTradeNo: 'ORDER-1',
      amountFen: 19_800,
      ok: true,
      none: null,
    };
    expect(logged({ ...fields, transactionId: '4200000000202602270000000001' }).line).toMatchObject({
      ...fields,
      transactionId: '4200000000202602270000000001',
    });
  });

  it('with bytes or something that contains itself: written all the same', () => {
    const round: Record<string, unknown> = { picture: Buffer.from('bytes') };
    round['self'] = round;
    expect(logged({ round }).line).toMatchObject({ round: { picture: '[bytes]' } });
  });
});
