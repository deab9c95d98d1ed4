type TypedClient = { name: string; domain: string | null };

const DOMAIN = /^(?:https?:\/\/)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#].*)?$/i;

/**
 * Clients typed one a line: "Coastal Dental, coastaldental.com.au", "Coastal Dental coastaldental.com.au", a name alone or a website alone.
 * A web address becomes its domain.
 */
export function readTypedClients(lines: readonly string[]): TypedClient[] {
  return lines.map((line) => {
    const words = line.trim().split(/[\s,;|]+/);
    const domain = DOMAIN.exec(words.at(-1) ?? "")?.[1]?.toLowerCase() ?? null;
    if (domain === null) return { name: line.trim(), domain };
    const before = line.trim().slice(0, -(words.at(-1) ?? "").length);
    const name = before.replace(/[\s,;|–-]+$/, "").trim();
    return { name: name === "" ? domain : name, domain };
  });
}
