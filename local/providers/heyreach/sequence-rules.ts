export type SequenceNode = {
  nodeType: string;
  actionDelay?: number;
  actionDelayUnit?: "HOUR" | "DAY";
  payload?: { messages?: string[]; fallbackMessage?: string; toBeWithdrawnAfterDays?: number };
  conditionalNode?: SequenceNode;
  unconditionalNode?: SequenceNode;
};

const HOUR_MS = 3_600_000;
const LEAST_DELAY_MS = 3 * HOUR_MS;
const PLAYED = new Set(["CONNECTION_REQUEST", "MESSAGE", "END"]);

export function delayMs({ actionDelay = 0, actionDelayUnit = "HOUR" }: SequenceNode): number {
  return actionDelay * HOUR_MS * (actionDelayUnit === "DAY" ? 24 : 1);
}

/** What HeyReach says against a sequence; undefined when it takes it. */
export function sequenceProblem(node: SequenceNode | undefined): string | undefined {
  if (!node) return "Every branch of the sequence must end with an END node.";
  const isDelayed = node.nodeType === "CONNECTION_REQUEST" || node.nodeType === "END";
  if (isDelayed && delayMs(node) < LEAST_DELAY_MS) return `${node.nodeType} needs an action delay of at least 3 hours.`;
  if (node.nodeType === "END") return undefined;
  if (!PLAYED.has(node.nodeType)) return `${node.nodeType} is not implemented by the stand-in.`;
  if (node.nodeType === "MESSAGE" && !node.payload?.fallbackMessage?.trim()) return "MESSAGE needs a fallback message.";
  const isBranching = node.nodeType === "CONNECTION_REQUEST";
  return sequenceProblem(node.unconditionalNode) ?? (isBranching ? sequenceProblem(node.conditionalNode) : undefined);
}

/** The text of a step for a person: a field in braces that the person lacks brings the fallback instead. */
export function rendered(
  { messages = [], fallbackMessage = "" }: NonNullable<SequenceNode["payload"]>,
  fields: Record<string, string>,
): string {
  const template = messages[0] ?? "";
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  if (names.some((name) => !fields[name])) return fallbackMessage;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? "");
}
