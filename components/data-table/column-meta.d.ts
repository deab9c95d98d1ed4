import "@tanstack/react-table";

declare module "@tanstack/react-table" {
  interface ColumnMeta<TData extends RowData, TValue> {
    /** Numbers stand on the right. */
    align?: "left" | "right";
    /** Name in the column menu when the header is not plain text. */
    label?: string;
    /** Extra classes for the cells of this column: a width, mostly. */
    className?: string;
    /** Stays in sight while the table scrolls sideways; for the first column. */
    isSticky?: boolean;
  }
}
