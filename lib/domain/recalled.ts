/** Why a message is asked back. `stop`: its person is to be left alone. `pause`: its campaign rests, and it goes out later. */
export type RecallCause = "stop" | "pause";

/**
 * What came of asking a carrier not to go on with a message it took.
 * - `stopped`: it had not left, and never will
 * - `left`: there is nothing to stop; the person has it, or the carrier does not hold it
 * - `out_of_reach`: it has not left, and the carrier offers no way to stop it
 */
export type Recalled = { outcome: "stopped" } | { outcome: "left" } | { outcome: "out_of_reach" };
