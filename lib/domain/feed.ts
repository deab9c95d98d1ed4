/** Rows of the activity feed that are loaded at a time, by the page and by its route handler alike. */
export const FEED_PAGE_SIZE = 40;
