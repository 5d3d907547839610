/** The library's extension point for stores of one's own, which its types name but its index does not export. */
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type { RateLimiterStoreAbstract } from 'rate-limiter-flexible';

  export default class extends RateLimiterStoreAbstract {}
}
