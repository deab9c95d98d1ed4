import type { Handler } from "@/local/providers/stand-in";

export type FoundRoute = { operation: string; run: Handler; params: Record<string, string> };

type CompiledRoute = { operation: string; run: Handler; method: string; pattern: RegExp; names: string[] };

/** A finder for routes as `Played` writes them: `GET /organizations/{id}/job_postings`. */
export function routeTable(routes: Readonly<Record<string, Handler>>): (method: string, path: string) => FoundRoute | undefined {
  const compiled = Object.entries(routes)
    .map(([operation, run]) => compile(operation, run))
    .sort((a, b) => a.names.length - b.names.length);
  return (method, path) => {
    for (const route of compiled) {
      const values = route.method === method ? route.pattern.exec(path) : null;
      if (!values) continue;
      const params = Object.fromEntries(route.names.map((name, index) => [name, decode(values[index + 1] ?? "")]));
      return { operation: route.operation, run: route.run, params };
    }
    return undefined;
  };
}

function compile(operation: string, run: Handler): CompiledRoute {
  const [method = "", path = ""] = operation.split(" ");
  const names: string[] = [];
  const source = path
    .split("/")
    .map((segment) =>
      segment
        .split(/(\{\w+\})/)
        .map((part) => {
          if (!/^\{\w+\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
          names.push(part.slice(1, -1));
          return "([^/]+)";
        })
        .join(""),
    )
    .join("/");
  return { operation, run, method, pattern: new RegExp(`^${source}$`), names };
}

/** A malformed escape is the caller's own text. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
