import helmet from 'koa-helmet';
import type { Middleware } from 'koa';

/**
 * Security headers. Pages may use only what this server itself serves: no inline script or style, no frames.
 * `https`: whether customers reach us over https; then browsers are told to stay there.
 */
export const securityHeaders = (options: { https: boolean }): Middleware =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: options.https,
    referrerPolicy: { policy: 'no-referrer' },
  });
