import "server-only";

const OURS = "(?:ai|agent|assistant|bot|rep|sdr|outbound|system|us|operator|virtual assistant|ava|voice agent)";
const THEIRS = "(?:user|customer|callee|prospect|lead|human|them|contact|person|client|recipient|called party|respondent|other party)";
const OUR_LINE = new RegExp(`^\\s*(?:\\[[^\\]]{1,20}\\]\\s*)?${OURS}(?: \\([^)]{1,40}\\))?\\s*:`, "i");
const TURN = /^\s*(?:\[[^\]]{1,20}\]\s*)?[A-Za-z][\w .'()-]{0,40}:\s*/;

/**
 * What the other person says in a call transcript: our own turns and the speaker labels left out.
 * A transcript without speakers is theirs as a whole.
 */
export function spokenWords(transcript: string): string {
  const lines = transcript.replace(new RegExp(`(?<=[.?!,]\\s)(?=(?:${OURS}|${THEIRS}):)`, "gi"), "\n").split("\n");
  if (!lines.some((line) => OUR_LINE.test(line)))
    return lines.map((line) => line.replace(new RegExp(`^\\s*${THEIRS}\\s*:\\s*`, "i"), "")).join("\n");
  const theirs: string[] = [];
  let isOurTurn = false;
  for (const line of lines) {
    if (OUR_LINE.test(line)) isOurTurn = true;
    else if (TURN.test(line)) isOurTurn = false;
    if (!isOurTurn) theirs.push(line.replace(TURN, ""));
  }
  return theirs.join("\n").trim();
}
