/**
 * Ciphertexts made by another implementation: Python's `cryptography` 48.0 (OpenSSL through its own binding):
 * `base64(AESGCM(apiV3Key).encrypt(nonce, plaintext, associated_data or None))`. Data, never recomputed here.
 */
export const vectors = {
  apiV3Key: 'an-api-v3-key-of-32-bytes-for-ci',
  plaintext:
    '{"mchid":"1900000109","out_trade_no":"SHOP20261120001","transaction_id":"4200002001202611201234567890","refund_id":"50300000012026112300000001","out_refund_no":"RF20261123ABCDEF-1","refund_status":"SUCCESS","success_time":"2026-11-23T10:34:56+08:00","user_received_account":"招商银行信用卡0403","amount":{"total":9900,"refund":9900,"payer_total":9900,"payer_refund":9900}}',
  withData: {
    algorithm: 'AEAD_AES_256_GCM' as const,
    associated_data: 'refund',
    nonce: 'fdasflkja484',
    ciphertext:
      '/lA8b3MEqMRHXXjlrotn9rogrDVmldpcbdEuO1ikOZRWI2FZCCoWCTWcH/pmACYIXfR1+kRqyTlT4WDqWZOZnom2+WnWaife0mJNWhBHpyoTCqxL/TST+usGKp1XTXnmdiXGiR17N9bp2NH31aDcNMiD4MTP4/u+G1W5t4vqtFHS8jexz1v9qe2DAM5xfpUrijpq4ofgK/Kn2T0jsgOSgsr11kKd+ehJ4k4NfnAcBII5PV9hW/U81Os9HuNsuSXQ5bf9O1DauWhT8siZkk6bfbsvz2GFzm65SGA/XknXNn2bA7VJlKDgXGLnaL+HPO/SWfm3N4B75khVAKg1FomjMVAujdUNRNmZgEcWbalhFUnMs0svSxJGKa3QTn5qQZsK0hJdCpmLbZf1IwcceK1aSpNvYe9Mcqsty/6/lKU5K/LLMHzUe+Ky/vGx+laH1axLnO2wbOE5M9AHvMqOo7FI2hfmROnyiNgZv8RDr+MvA9JFgb2L7e1R07BmrgiDDyyNzBhgpFL43G7cx8s=',
  },
  withoutData: {
    algorithm: 'AEAD_AES_256_GCM' as const,
    associated_data: '',
    nonce: 'Zx9-0aQ2_b7K',
    ciphertext:
      '/23SsGVcY8RJM19GsLxGtbJmHzvxjWfFq1GvzrAGgHoFw5CGe4Lib7YX7bRb4a06mpo0mCjrFZluPwPw5s2gLD4dw9N70n/1gsgIQ7CEAt/1Zp44Ix+Jr1vPEaUbHa2gNCE6IieaydERjDM8/aIw4UZisv2Bhv9gf6ApEL6SYlNb5x5XYmMWFcG1lfNSaacPfDyDLuV59yqlPamaf7zbIu6Q2/dn0iatt4eKNplE6nVNVqXuv9qeom+v18Uwg+ZIkBU1E5xcF9gWM780HUPJXHANd4ulQ6b1oLnlqbEZ6Nsnt9vTLa5YRY9IHub0YbhS2/QNbQ51yACNzJ37M+AkUrVQYOeCt0TQvljV12TLjFTlPxs6VdxLF0B45rB/tgQl5F49Psz5LYrl5Fveu3RwR7uAD9cz6vMxuspEec96GSrlRkZnyXIsDRKEts1Vlb7VLRrw8MZ236n2FMVnit8ZZDJV1PeCn7N3pO/hczTqvnXxjYV6Qpsj3OnSq8UnD4E9izT8ekI7MNOKIu0=',
  },
};
