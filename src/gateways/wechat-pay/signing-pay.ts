import WxPay from 'wechatpay-node-v3';
import { SECOND_MS } from '../../domain/time.ts';
import type { Exchange } from './answers.ts';
import { type PayHttp, toExchange } from './http-service.ts';
import type { WechatPaySettings } from './settings.ts';

/** 32 signs, as WeChat Pay's examples have them. */
const NONCE_BYTES = 16;
const ORIGIN = 'https://api.mch.weixin.qq.com';

interface Sources {
  readonly now: () => number;
  readonly randomBytes: (length: number) => Buffer;
}

/**
 * The library builds and signs the requests. Its own `buildAuthorization` takes time and nonce from the
 * process clock and Math.random; here they are injected, and the nonce is one nobody can guess.
 */
export class SigningPay extends WxPay {
  private readonly sources: Sources;

  constructor(settings: WechatPaySettings, sources: Sources, http: PayHttp) {
    super({
      appid: settings.appid,
      mchid: settings.mchid,
      serial_no: settings.serialNo,
      // Demanded by the constructor, used only to derive a serial that is given here.
      publicKey: Buffer.from('unused'),
      privateKey: Buffer.from(settings.privateKeyPem),
      key: settings.apiV3Key,
      userAgent: 'refund-desk/0.1 (node)',
    });
    this.sources = sources;
    this.createHttp(http);
  }

  protected override buildAuthorization(
    method: string,
    url: string,
    params?: Record<string, unknown>,
  ): string {
    const nonce = this.sources.randomBytes(NONCE_BYTES).toString('hex');
    const timestamp = String(Math.floor(this.sources.now() / SECOND_MS));
    const signature = this.getSignature(method, nonce, timestamp, url.replace(ORIGIN, ''), params);
    return this.getAuthorization(nonce, timestamp, signature);
  }

  /** GET /v3/certificates as it came: the library's own method decrypts without looking at the tag. */
  async listCertificates(): Promise<Exchange> {
    const url = `${ORIGIN}/v3/certificates`;
    const headers = this.getHeaders(this.buildAuthorization('GET', url));
    return toExchange(await this.httpService.get(url, headers));
  }
}
