// The menu of a table: one kept element, so that focus stays when the page runs again.

const menus = new WeakMap();

export default function (component) {
  const parent = component.parentElement;
  let menu = menus.get(parent);
  if (!menu) {
    menu = saveMenu(null);
    parent.append(menu.root);
    menus.set(parent, menu);
  }
  offer(menu, component.data);
  menu.root.dataset.drawn = "1"; // as a chart says that it is there
}
