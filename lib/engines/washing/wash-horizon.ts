import "server-only";
import { addDays } from "date-fns";

/** Room to ask the register again before the call or text is due. */
const DAYS_AHEAD = 3;

/** Calls and texts due by then need a washed number now. */
export function washHorizon(now: Date): Date {
  return addDays(now, DAYS_AHEAD);
}
