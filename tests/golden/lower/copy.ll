; ModuleID = 'rules'
source_filename = "rules"

; Function Attrs: nounwind uwtable
define void @idx_loop_0_0(ptr %0, i32 %1, ptr %2, ptr %3, ptr %4) #0 {
entry:
  %local4 = alloca i64, align 8
  %local3 = alloca ptr, align 8
  %local2 = alloca i64, align 8
  %local = alloca ptr, align 8
  %5 = zext i32 %1 to i64
  %6 = load ptr, ptr %0, align 1
  %7 = getelementptr inbounds i8, ptr %0, i64 16
  %8 = load ptr, ptr %7, align 1
  %9 = load ptr, ptr %2, align 1
  %10 = getelementptr inbounds i8, ptr %2, i64 8
  %11 = load ptr, ptr %10, align 1
  %12 = load ptr, ptr %6, align 1
  %13 = getelementptr inbounds i8, ptr %6, i64 8
  %14 = load ptr, ptr %13, align 1
  %15 = getelementptr inbounds i8, ptr %3, i64 112
  %16 = load i64, ptr %15, align 1
  br label %row

row:                                              ; preds = %next, %entry
  %row1 = phi i64 [ 0, %entry ], [ %49, %next ]
  %17 = icmp ult i64 %row1, %5
  br i1 %17, label %functions, label %exit

functions:                                        ; preds = %row
  %18 = icmp eq ptr %8, null
  br i1 %18, label %22, label %selected

selected:                                         ; preds = %functions
  %19 = getelementptr inbounds i32, ptr %8, i64 %row1
  %20 = load i32, ptr %19, align 4
  %21 = zext i32 %20 to i64
  br label %22

22:                                               ; preds = %selected, %functions
  %23 = phi i64 [ %row1, %functions ], [ %21, %selected ]
  %24 = lshr i64 %23, 3
  %25 = and i64 %23, 7
  %26 = shl i64 1, %25
  store ptr %6, ptr %local, align 8
  store i64 %23, ptr %local2, align 4
  %27 = mul i64 %23, 16
  %28 = getelementptr inbounds i8, ptr %12, i64 %27
  %29 = load i64, ptr %28, align 1
  %30 = getelementptr inbounds i8, ptr %28, i64 8
  %31 = load i64, ptr %30, align 1
  %32 = getelementptr inbounds i8, ptr %14, i64 %24
  %33 = load i8, ptr %32, align 1
  %34 = trunc i64 %26 to i8
  %35 = and i8 %33, %34
  %36 = icmp ne i8 %35, 0
  %37 = trunc i64 %29 to i32
  %38 = icmp ne i32 %37, 0
  %39 = and i1 %36, %38
  br i1 %39, label %set, label %none

set:                                              ; preds = %22
  %40 = mul i64 %row1, 16
  %41 = getelementptr inbounds i8, ptr %9, i64 %40
  store i64 %29, ptr %41, align 1
  %42 = getelementptr inbounds i8, ptr %41, i64 8
  store i64 %31, ptr %42, align 1
  %43 = getelementptr inbounds i8, ptr %11, i64 %row1
  store i8 1, ptr %43, align 1
  br label %48

none:                                             ; preds = %22
  %44 = mul i64 %row1, 16
  %45 = getelementptr inbounds i8, ptr %9, i64 %44
  store i64 0, ptr %45, align 1
  %46 = getelementptr inbounds i8, ptr %45, i64 8
  store i64 0, ptr %46, align 1
  %47 = getelementptr inbounds i8, ptr %11, i64 %row1
  store i8 0, ptr %47, align 1
  br label %48

48:                                               ; preds = %none, %set
  br label %return

return:                                           ; preds = %48
  br label %next

next:                                             ; preds = %fail, %return
  %49 = add i64 %row1, 1
  br label %row

exit:                                             ; preds = %row
  ret void

fail:                                             ; No predecessors!
  %50 = trunc i64 %row1 to i32
  call void @idx_rt_row_failed(ptr %4, i32 0, i32 %50)
  br label %next
}

; Function Attrs: nounwind
declare void @idx_rt_row_failed(ptr, i32, i32) #1

attributes #0 = { nounwind uwtable }
attributes #1 = { nounwind }
