# Plays a container, as the first process in namespaces of its own: a root that can only be read, then the program as its user.
# What is of the host comes in read-only, as an image would. $root: where it is put together; the rest: see container.ts.
set -e
ro() {
  mount --bind "$1" "$2"
  mount -o remount,bind,ro "$2"
}
mount -t tmpfs -o mode=755 none "$root"
cd "$root"
mkdir usr etc proc dev tmp old node eddy
ro /usr usr
for one in bin sbin lib lib64; do
  if [ -h "/$one" ]; then cp -P "/$one" "$one"; elif [ -d "/$one" ]; then mkdir "$one" && ro "/$one" "$one"; fi
done
ro "$node" node
for one in null zero random urandom; do touch "dev/$one" && mount --bind "/dev/$one" "dev/$one"; done
if [ "$proc" = host ]; then mount --bind /proc proc; else mount -t proc none proc; fi
case "$temporary" in
  own) mount -t tmpfs -o mode=1777 none tmp ;;
  none) ;;
  *) mkdir -p ".$temporary" && mount --bind "$temporary" ".$temporary" ;;
esac
ro "$house" eddy
if [ "$same" = yes ]; then
  mkdir -p ".$house"
  ro "$house" ".$house"
fi
if [ "$loopback" = up ]; then ip link set lo up; fi
mount -o remount,ro none "$root" 2>/dev/null || mount -o remount,ro "$root"
pivot_root . old
umount -l old
if [ "$proc" = none ]; then umount -l proc; fi
cd /
exec env -i PATH=/node:/usr/bin:/bin HOME=/nowhere setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --pdeathsig KILL -- "$@"
