/** What we call of co-wechat-api 3.11.0, which has no types of its own (read from its source). */
declare module 'co-wechat-api' {
  interface Token {
    accessToken: string;
    /** Epoch milliseconds, compared with the machine's own clock. */
    expireTime: number;
  }

  class API {
    /** `tokenFromCustom`: never asks for a token itself; without a valid one it throws `code` 40001. */
    constructor(
      appid: string,
      appsecret: string,
      getToken: () => Promise<Token>,
      saveToken: (token: Token | null) => Promise<void>,
      tokenFromCustom: boolean,
    );

    /** `https://api.weixin.qq.com/cgi-bin/`, with its slash. */
    prefix: string;
    snsPrefix: string;
    mpPrefix: string;
    fileServerPrefix: string;
    payPrefix: string;
    merchantPrefix: string;
    customservicePrefix: string;
    wxaPrefix: string;

    setOpts(options: { timeout: number }): void;
    /**
     * Gives the parsed JSON (whole numbers of more than 15 digits as objects that print themselves), a string for
     * text/plain that is no JSON, and a Buffer for every other content type, error or not. Throws an error with
     * `code` for an errcode; other errors name the whole address, access token included, in their message.
     */
    request(
      url: string,
      options: { method: string; data: string; headers: Record<string, string> },
    ): Promise<unknown>;
    sendText(openid: string, text: string): Promise<unknown>;
  }

  export = API;
}
