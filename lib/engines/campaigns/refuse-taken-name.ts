import "server-only";
import { ConflictError } from "@/lib/errors";

const UNIQUE_VIOLATION = "23505";

/** For a write of a campaign's name: says in a person's words that another living campaign of the client has it. */
export function refuseTakenName(name: string) {
  return (error: { code?: string }): never => {
    if (error.code === UNIQUE_VIOLATION) throw new ConflictError(`There is already a campaign called ${name}`, { cause: error });
    throw error;
  };
}
