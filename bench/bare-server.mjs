/**
 * What the machine and node:http can do at most: reads each body and answers with one fixed text. For the desk's
 * notices it stands in for WeChat, which takes every one of them.
 */
import { createServer } from 'node:http';
import process from 'node:process';

const REPLY = `<xml>${'<Content><![CDATA[请回复编号。]]></Content>'.repeat(8)}</xml>`;
const WECHAT = JSON.stringify({ errcode: 0, errmsg: 'ok', msgid: 1, access_token: 'bare', expires_in: 7200 });

createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const asWechat = request.url?.startsWith('/cgi-bin/') ?? false;
    response.setHeader('content-type', asWechat ? 'application/json' : 'text/xml; charset=utf-8');
    response.end(asWechat ? WECHAT : REPLY);
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
