/**
 * What shops use where they have no desk: co-wechat 2.4 on Koa. It checks, decrypts and parses each message and echoes
 * its text; it remembers nothing.
 */
import process from 'node:process';
import wechat from 'co-wechat';
import Koa from 'koa';

const {
  PORT,
  WECHAT_APPID: appid,
  WECHAT_TOKEN: token,
  WECHAT_ENCODING_AES_KEY: encodingAESKey,
} = process.env;
const echo = wechat({ appid, token, encodingAESKey }).middleware(({ Content }) => Content);

new Koa()
  .use((ctx, next) => {
    if (ctx.path !== '/readyz') return next();
    ctx.body = 'ready';
    return undefined;
  })
  .use(echo)
  .listen(Number(PORT), '127.0.0.1');
