import "server-only";

/** The name robots.txt knows us by. */
export const ROBOT_NAME = "AgencyOSBot";
