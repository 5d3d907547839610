/** Works on all of them, `count` at a time. */
export const atOnce = async <T>(
  count: number,
  items: IterableIterator<T>,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const worker = async (): Promise<void> => {
    for (const item of items) await work(item);
  };
  await Promise.all(Array.from({ length: count }, worker));
};
