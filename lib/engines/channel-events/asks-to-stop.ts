import "server-only";
import { findWithdrawal } from "@/lib/engines/replies/find-withdrawal";

/** Whether somebody on the phone asks to be left alone, by the rules every channel's answers are read with (AU-30). */
export function asksToStop(said: string): boolean {
  return findWithdrawal(said, { channel: "voice", machine: false }) !== undefined;
}
