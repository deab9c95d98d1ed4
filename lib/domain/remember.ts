const LIMIT = 20_000;

/**
 * The same function with its answers remembered by text. For pure readers of words that repeat by the thousand (titles, industries,
 * countries): scoring a large batch reads each distinct one once. Forgets everything when full, so memory stays bounded.
 */
export function remember<Result>(read: (text: string) => Result): (text: string | null | undefined) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const key = text ?? "";
    const hit = known.get(key);
    if (hit !== undefined) return hit;
    const result = read(key);
    if (known.size >= LIMIT) known.clear();
    known.set(key, result);
    return result;
  };
}
