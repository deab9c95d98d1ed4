import type { IncomingMessage } from "node:http";
import type { Executor } from "./executor";
import type { RunArchive } from "./run-archive";

/** What a route handler gets: the parsed URL, the whole body, and the two things it may use. */
export type RequestContext = { executor: Executor; archive: RunArchive; request: IncomingMessage; url: URL; body: string };

/** An answer to send: JSON, or text with its own content type. */
export type Reply = { status: number; json: unknown } | { status: number; html: string } | { status: 303; location: string };
