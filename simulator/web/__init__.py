"""An old approval system of the JSP age: framesets, GBK, popups, dialogs, and trouble on demand."""
